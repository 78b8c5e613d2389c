// What is said to whoever installs a device: what to look at while its press does not come, and what the resident is told where it cannot answer by itself.
import type { PairingHint } from '../contracts/device/pairing.ts';

type Table = {
  hints: Readonly<Record<PairingHint, string>>;
  /** To be read out to the resident by whoever installs what has no lamp or voice of ours. */
  toldInstead: string;
};

export const pairingInChinese: Table = {
  hints: {
    call_open: '这一户有一起未结案的警情，这时按下都是真呼叫：请值班员先处理、结案，再试。',
    real_press:
      '刚才那一下不是试按，已按真呼叫派出：请马上告诉值班员。测试时段里第一下算试按，第二下和时段以外的都是真的。',
    no_login: '还没有给它登录信息：请先生成，再填进设备。',
    not_connected: '它没有连上我们：查网络、服务器地址、用户名和密码。',
    no_source: '还没有登记任何接入来源，别家设备的消息到不了：请管理员先在接入来源里登记网关或平台。',
    gateway_down: '它经过的网关或平台断线了：先把网关恢复，再按。',
    never_heard: '还没有收到这个地址的任何消息：核对地址，看设备是否已加入网关或平台，离网关近一点再按。',
    no_call_word: '收到了它的消息，但不是呼叫：看说明书按哪个键、要不要长按；能当呼叫的词在“接入来源”里看。',
    battery_low: '电量低：换好电池再装。',
  },
  toldInstead:
    '“按下以后，它自己不会说话，也不一定亮灯，但值班室马上就知道了：会有人打电话来，也会有人上门。没等到电话，就再按一次。”',
};

export const pairingInEnglish: Table = {
  hints: {
    call_open: 'A call of this home is open, so any press is real: the duty officer deals with it and closes it first.',
    real_press:
      'That press was no test and has been sent out as a call: tell the duty officer at once. The first press in a test window is a test, the second and any outside of it is real.',
    no_login: 'It has no login yet: make one and enter it in the device.',
    not_connected: 'It is not connected to us: check network, address of the server, user name and password.',
    no_source:
      'No source is registered, so nothing of other makers’ devices can arrive: an administrator registers the gateway or cloud first.',
    gateway_down: 'The gateway or cloud that it hangs on is down: bring that back first, then press.',
    never_heard:
      'Nothing has come from this address: compare the address, see that the device has joined its gateway or cloud, press nearer to the gateway.',
    no_call_word:
      'Something came from it that is no call: see its manual for which key, and whether to hold it; the words that call are under the sources.',
    battery_low: 'Its battery is low: change it before it is mounted.',
  },
  toldInstead:
    '“When you press it, it says nothing and may show no light, but the duty room knows at once: somebody telephones you, and somebody comes. If nobody telephones, press it again.”',
};
