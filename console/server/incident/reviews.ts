// What was found when an incident was listened to again: written into the audit, from which the books have it (docs/decisions/040).
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { officerIn } from '../../../contracts/incident/actor.ts';
import { NewReview, ReviewsAnswer, ReviewsQuery } from '../../../contracts/office/reviews.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { askOffice, type OfficeSocket } from '../office/askOffice.ts';
import { checkStretch } from '../office/stretch.ts';
import type { IncidentParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { findStory } from './story.ts';

export function addReviews(app: App, parts: IncidentParts & OfficeSocket): void {
  app.get(
    '/api/v1/office/reviews',
    narrowed(
      route('review.read', 'what was found when incidents of a stretch were listened to again', {
        querystring: ReviewsQuery,
        response: answers(ReviewsAnswer),
      }),
    ),
    async (request) => {
      checkStretch(request.query);
      const { body } = await askOffice(parts, request as FastifyRequest, '/reviews');
      return JSON.parse(body.toString('utf8')) as never;
    },
  );
  app.post(
    '/api/v1/office/reviews',
    narrowed(
      route('review.write', 'writes down what was found; never by whoever acknowledged the incident', {
        body: NewReview,
        response: { 201: Type.Object({}), 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal },
      }),
    ),
    async (request, reply) => {
      const { me, held, district } = whoAsksHere(parts, request);
      const { incident, verdict, words } = request.body;
      const { state } = await findStory(parts, district, incident);
      const officer = state.acknowledged?.by;
      if (officer !== undefined && officerIn(officer) === me.name) throw new Refused('own_review', 'incident');
      await audit(parts, held, {
        action: 'incident_reviewed',
        about: state.id,
        reason: verdict,
        ...defined({ name: officer === undefined ? undefined : officerIn(officer), why: words }),
      });
      return reply.code(201).send({});
    },
  );
}
