// What somebody is told by a text when their sign of life is missing today, and what their contacts are: no name, no door, for others may read it.
import type { KnownDistrict } from '../contracts/office/district.ts';
import { defined } from '../contracts/shapes.ts';
import type { GatewayCheckIn } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import { senderOf } from './outside.ts';

/** @property contact which of the resident's contacts; undefined: the resident @property due which time of the day, ms */
export type CheckInNews = { resident: string; contact?: number; phone: string; day: string; due: number };

const sentences = {
  zh: {
    resident: (call: string) => `今天还没有收到您的平安签到。平安请按签到键${call}；需要帮助请按呼叫键。`,
    contact: (call: string) =>
      `您登记为联系人的居民，今天还没有平安签到。请给本人打个电话${call}；过一会儿社区会派人上门看看。`,
    call: (phone: string) => `，或致电社区 ${phone}`,
  },
  en: {
    resident: (call: string) =>
      `We have not had your sign of life today. If you are well, press check-in${call}; if you need help, press call.`,
    contact: (call: string) =>
      `The resident whose contact you are has given no sign of life today. Please telephone them${call}; a little later somebody will look in.`,
    call: (phone: string) => `, or call the community at ${phone}`,
  },
} as const;

export function gatewayCheckIn(
  { resident, contact, phone, day, due }: CheckInNews,
  { channel, district, publicUrl }: { channel: Channel; district: KnownDistrict; publicUrl: string },
): GatewayCheckIn {
  const { id, demo, phone: own } = district.bundle.district;
  const text = (language: 'zh' | 'en'): string => {
    const say = sentences[language];
    const call = own === undefined ? '' : say.call(own);
    return senderOf(language, demo) + say[contact === undefined ? 'resident' : 'contact'](call);
  };
  return {
    ...{ v: 1, kind: 'check_in', channel, district: id, demo, day },
    delivery: deliveryOf(id, { resident, due, ...defined({ contact }) }),
    recipient: { resident, phone, ...defined({ contact }) },
    text: { zh: text('zh'), en: text('en') },
    link: contact === undefined ? publicUrl : `${publicUrl}/family`,
  };
}

const deliveryOf = (
  district: string,
  { resident, due, contact }: Pick<CheckInNews, 'resident' | 'due' | 'contact'>,
): string => `check-in/${district}/${resident}/${due}/${contact ?? 'self'}`;
