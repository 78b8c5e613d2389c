// What somebody is told of a swap outside of our app: when the shift is, and where to answer. No name: others may read it.
import type { Responder } from '../contracts/office/community.ts';
import type { KnownDistrict } from '../contracts/office/district.ts';
import { defined } from '../contracts/shapes.ts';
import type { GatewaySwap } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import { iso, momentIn } from './instant.ts';
import { pageOf, senderOf } from './outside.ts';

/** What has become of a swap. @property isSwap something is given back @property from, to, deadline ms; the shift that the reader takes or gives */
export type SwapNews = {
  id: string;
  change: GatewaySwap['change'];
  isSwap: boolean;
  from: number;
  to: number;
  deadline?: number;
};

const sentences = {
  zh: {
    asked: (when: string, isSwap: boolean, until: string, link: string) =>
      `有同事请您${isSwap ? '换班' : '代班'}：${when}。请在${until}前登录答复：${link}`,
    agreed: (when: string, link: string) => `您请同事代的班（${when}）对方已同意，班表已改。详情请登录：${link}`,
    refused: (when: string, link: string) =>
      `您请同事代的班（${when}）对方不能接，班次仍是您的。请登录另请他人：${link}`,
    until: '至',
  },
  en: {
    asked: (when: string, isSwap: boolean, until: string, link: string) =>
      `A colleague asks you to ${isSwap ? 'swap' : 'take'} a shift: ${when}. Please sign in and answer before ${until}: ${link}`,
    agreed: (when: string, link: string) =>
      `Your shift of ${when} is taken: your colleague has agreed and the roster is changed. Details after signing in: ${link}`,
    refused: (when: string, link: string) =>
      `Your shift of ${when} stays yours: your colleague cannot take it. Sign in to ask somebody else: ${link}`,
    until: ' to ',
  },
} as const;

/** Undefined when no telephone number of theirs is known. */
export function gatewaySwap(
  news: SwapNews,
  {
    channel,
    district,
    responder,
    publicUrl,
    delivery,
  }: { channel: Channel; district: KnownDistrict; responder: Responder; publicUrl: string; delivery: string },
): GatewaySwap | undefined {
  if (responder.phone === undefined) return undefined;
  const { id, timeZone, demo: sample } = district.bundle.district;
  const demo = responder.simulated || sample;
  const link = `${publicUrl}${pageOf(responder)}`;
  const moment = (ms: number): string => momentIn(timeZone, ms);
  const text = (language: 'zh' | 'en'): string => {
    const say = sentences[language];
    const when = `${moment(news.from)}${say.until}${moment(news.to)}`;
    const said =
      news.change === 'asked'
        ? say.asked(when, news.isSwap, moment(news.deadline ?? news.from), link)
        : say[news.change](when, link);
    return senderOf(language, demo) + said;
  };
  return {
    ...{ v: 1, kind: 'swap', delivery, channel, district: id, demo, swap: news.id, change: news.change },
    ...{ from: iso(news.from), to: iso(news.to) },
    ...defined({ deadline: news.deadline === undefined ? undefined : iso(news.deadline) }),
    recipient: { responder: responder.id, phone: responder.phone },
    text: { zh: text('zh'), en: text('en') },
    link,
  };
}
