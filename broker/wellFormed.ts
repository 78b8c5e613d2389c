// What MQTT forbids and aedes lets in. $SYS is the dangerous one: a hook of our own removes aedes's ban, and a forged
// `$SYS/<id>/new/clients` kicks other clients out.

/** What is wrong with a publish before anybody asks who sent it; undefined: nothing. */
export function malformed(packet: { topic: string; qos: number; messageId?: number | undefined }): string | undefined {
  if (packet.topic.startsWith('$')) return 'reserved topic';
  if (packet.topic.includes('\0')) return 'NUL in the topic';
  if (packet.topic.includes('\uFFFD')) return 'bad UTF-8 in the topic'; // the parser replaces what it cannot decode
  if (packet.qos > 0 && !packet.messageId) return 'message id 0';
  return undefined;
}
