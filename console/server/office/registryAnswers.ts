// What answers where documents of the registry are asked for or changed: a refusal says which of them would be wrong, and how.
import { RegistryRefusal } from '../../../contracts/office/registry.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';

/** @param schema of the answer when it is done */
export const registryAnswers = <T>(schema: T) => ({
  200: schema,
  400: RegistryRefusal,
  401: Refusal,
  403: Refusal,
  404: Refusal,
  409: RegistryRefusal,
});
