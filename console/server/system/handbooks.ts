// The handbooks: two printed pages for each kind of reader, written in docs/handbooks and shown as they stand there
// (docs/decisions/036). They are for whoever is signed in, at a locked console too, and show nobody: their pictures are of the sample.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { errors } from '../../../contracts/errors.ts';
import { Handbook } from '../../../contracts/terms.ts';
import { Refused, refusal } from '../refusal.ts';
import type { App } from '../resource.ts';
import { paperOf, titleOf } from './paper.ts';

export type HandbooksParts = {
  /** the folder in which they are written; their pictures lie beside it, in `screens` */
  handbooks: string;
};

const Asked = Type.Object({ screen: Type.Optional(Type.String({ maxLength: 10 })) });
const Named = Type.Object({ name: Type.String({ maxLength: 80 }) });
const pictureName = /^[a-z0-9-]+\.png$/;

export function addHandbooks(app: App, { handbooks }: HandbooksParts): void {
  const written = (name: Handbook): Promise<string> => read(join(handbooks, `${name}.md`)).then(String);
  const door = { config: { right: 'handbook.read' }, errorHandler: sayOnPaper } as const;
  const schema = { hide: true, querystring: Asked };

  app.get('/handbook', { ...door, schema }, async ({ query }, reply) => {
    const lines = await Promise.all(
      Handbook.enum.map(async (name) => `- [${titleOf(await written(name))}](${name}.md)`),
    );
    return onPaper(reply, `# 使用手册\n\n${lines.join('\n')}\n`, query.screen);
  });

  app.get('/handbook/:name', { ...door, schema: { ...schema, params: Named } }, async ({ params, query }, reply) => {
    const name = Handbook.enum.find((one) => one === params.name);
    if (name === undefined) throw new Refused('not_found');
    return onPaper(reply, await written(name), query.screen);
  });

  app.get(
    '/handbook/pictures/:name',
    { ...door, schema: { ...schema, params: Named } },
    async ({ params: { name } }, reply) => {
      if (!pictureName.test(name)) throw new Refused('not_found');
      const picture = await read(join(handbooks, '../screens', name));
      return reply.type('image/png').header('cache-control', 'private, max-age=86400').send(picture);
    },
  );
}

/** @throws Refused when there is no such file */
async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refused('not_found');
    throw error;
  }
}

const onPaper = (reply: FastifyReply, text: string, screen = ''): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(paperOf(text, screen));

/** Whoever opens a handbook in a browser reads a sentence and finds the way in, instead of what a program is answered. */
function sayOnPaper(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  if (!(error instanceof Refused) || !request.headers.accept?.includes('text/html')) throw error; // as at every door
  const { message } = refusal(error.code, request.headers['accept-language']);
  void onPaper(reply.code(errors[error.code].status), `# ${message}\n\n[一键通](/)\n`);
}
