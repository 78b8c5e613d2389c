// The access log, as it is asked for.

import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { RegistryId } from '../../contracts/ids.ts';
import { AccessFile, AccessFilter, AccessQuery } from '../../contracts/office/access.ts';
import { fileLanguage } from '../../contracts/office/history.ts';
import { defined } from '../../contracts/shapes.ts';
import type { Registry } from '../../store/registry.ts';
import type { BooksKeeper } from '../books.ts';
import { tellShown, whoseDistrict } from '../caller.ts';
import type { App } from '../resource.ts';
import { askAccess, readAccessPage, readExtract } from './access.ts';
import { accessSheet, extractSheet } from './accessSheet.ts';
import { readKeyMoves } from './keys.ts';
import { csvOf } from './sheet.ts';

const Stretch = Type.Pick(AccessFilter, ['from', 'until']);

/** `dataDir`: with the audit's days. */
export type AccessDoorParts = { redis: Redis; registry: Registry; dataDir: string; books: BooksKeeper };

export function addAccess(app: App, parts: AccessDoorParts): void {
  const { books, redis, dataDir } = parts;
  app.get('/access', { schema: { querystring: AccessQuery } }, async (request, reply) => {
    const { district } = whoseDistrict(parts, request);
    const { before, limit, ...filter } = request.query;
    const { shown, ...page } = await books.use(async (db) => {
      const asked = { db, redis, dataDir, district };
      return readAccessPage(asked, await askAccess(asked, filter), defined({ before, limit }));
    });
    tellShown(reply, shown);
    return page;
  });
  app.get('/access.csv', { schema: { querystring: AccessFile } }, async (request, reply) => {
    const { district, language } = whoseDistrict(parts, request);
    const { language: _, ...filter } = request.query;
    const made = await books.use((db) => accessSheet({ db, redis, dataDir, district }, filter, language));
    tellShown(reply, made.shown);
    return reply.type('text/csv; charset=utf-8').send(csvOf(made.sheet));
  });
  const extract = (request: FastifyRequest) => {
    const { district } = whoseDistrict(parts, request);
    const { id } = request.params as { id: string };
    const { from, until } = request.query as AccessFilter;
    return books.use((db) => readExtract({ db, redis, dataDir, district }, id, defined({ from, until })));
  };
  const params = Type.Object({ id: RegistryId });
  app.get('/access/residents/:id', { schema: { params, querystring: Stretch } }, async (request, reply) => {
    const found = await extract(request);
    if (!found) return reply.code(404).send({ why: 'unknown resident' });
    tellShown(reply, [found.resident.id]);
    return found;
  });
  app.get(
    '/access/residents/:id/extract.csv',
    { schema: { params, querystring: Type.Object({ ...Stretch.properties, ...fileLanguage }) } },
    async (request, reply) => {
      const { district, language } = whoseDistrict(parts, request);
      const found = await extract(request);
      if (!found) return reply.code(404).send({ why: 'unknown resident' });
      tellShown(reply, [found.resident.id]);
      const sheet = extractSheet(found, { timeZone: district.bundle.district.timeZone, language });
      return reply.type('text/csv; charset=utf-8').send(csvOf(sheet));
    },
  );
  app.get('/keys/moves', { schema: { querystring: Type.Object({ home: RegistryId }) } }, async (request) => {
    const { district } = whoseDistrict(parts, request);
    return books.use((db) => readKeyMoves({ db, redis, dataDir, district }, request.query.home));
  });
}
