// What was found when an incident was listened to again (复核): two a month of each officer, drawn by lot (docs/figures.md).
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../ids.ts';
import { Document, Instant, optional } from '../shapes.ts';

/** `good`: as it should be; `improve`: something to do otherwise next time; `serious`: somebody could have come to harm. */
export const ReviewVerdict = Type.Enum(['good', 'improve', 'serious']);
export type ReviewVerdict = Static<typeof ReviewVerdict>;

/** `POST /api/v1/office/reviews`. Written again it is another finding: none is overwritten. */
export const NewReview = Document({
  incident: IncidentIdSchema,
  verdict: ReviewVerdict,
  words: optional(Type.String({ minLength: 1, maxLength: 1_000 })),
});
export type NewReview = Static<typeof NewReview>;

/** A finding. `words`: what was written; gone with whoever is erased. */
export const Review = Type.Object({
  incident: Type.String(),
  at: Instant,
  by: Type.String(),
  verdict: ReviewVerdict,
  words: optional(Type.String()),
});
export type Review = Static<typeof Review>;

/** `GET /api/v1/office/reviews`: of incidents pressed within the stretch (`until` excluded), the newest finding first. */
export const ReviewsQuery = Type.Object({ from: Instant, until: Instant });
export type ReviewsQuery = Static<typeof ReviewsQuery>;
export const ReviewsAnswer = Type.Object({ reviews: Type.Array(Review) });
export type ReviewsAnswer = Static<typeof ReviewsAnswer>;
