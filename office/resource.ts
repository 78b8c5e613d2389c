// What each concern adds its routes to: a server that knows its requests by the schema of their route.
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';

export type App = ReturnType<typeof typed>;
const typed = () => Fastify().withTypeProvider<TypeBoxTypeProvider>();
