// aedes has no limit on a packet's size and collected 190 MB from a stranger before CONNECT. Cure: look at the announced
// length before the body is collected. Touches private fields of mqtt-packet's parser.
import type { Client } from 'aedes';

/** A CONNECT with a login needs far less. */
export const beforeConnectBytes = 4 * 1024;
/** A press or reply needs far less. */
export const afterConnectBytes = 64 * 1024;
/** A gateway says at each start what hangs on it: some KB for each device. */
const gatewayBytes = 4 * 1024 * 1024;
const gateways = new WeakSet<Client>();
/** From now on its packets may be as long as a gateway's. */
export const allowGateway = (client: Client): void => void gateways.add(client);

type Parser = {
  packet: { length: number };
  _parsePayload: () => unknown;
  _emitError: (error: Error) => unknown;
};

/** Ends the connection as soon as it announces a packet that is too large. Call it at once after `aedes.handle`. */
export function limitPacketSize(client: Client): void {
  const parser = parserOf(client);
  const parsePayload = parser._parsePayload.bind(parser);
  parser._parsePayload = () => {
    const connected = gateways.has(client) ? gatewayBytes : afterConnectBytes;
    const limit = client.connecting || client.connected ? connected : beforeConnectBytes;
    if (parser.packet.length <= limit) return parsePayload();
    return parser._emitError(new Error(`a packet of ${parser.packet.length} bytes is too large`));
  };
}

function parserOf(client: Client): Parser {
  const parser = '_parser' in client ? client._parser : undefined;
  if (isParser(parser)) return parser;
  throw new Error('this aedes or mqtt-packet keeps its parser elsewhere: read broker/packetSize.ts');
}

function isParser(value: unknown): value is Parser {
  return typeof value === 'object' && value !== null && '_parsePayload' in value && '_emitError' in value;
}
