// The ways to reach somebody, wherever one is named.
import type { Channel } from '../contracts/terms.ts';

type Table = Readonly<Record<Channel, string>>;

export const channelsInChinese: Table = { app: '手机应用', sms: '短信', voice: '语音电话', webhook: '外部网关' };
export const channelsInEnglish: Table = { app: 'app', sms: 'text message', voice: 'telephone', webhook: 'gateway' };
