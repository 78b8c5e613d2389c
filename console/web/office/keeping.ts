// The pages on which the registry is kept, as one piece to fetch.
export { Readiness } from './readiness/Readiness.tsx';
export { Registry } from './registry/Registry.tsx';
