declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';
  /** What oidcProvider.ts uses of it; the package comes without types. */
  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: readonly Record<string, unknown>[];
        claims: Readonly<Record<string, readonly string[]>>;
        cookies: { keys: readonly string[] };
        findAccount: (context: unknown, id: string) => { accountId: string; claims: () => Record<string, unknown> };
      },
    );
    callback(): RequestListener;
  }
}
