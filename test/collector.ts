import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A span as it was exported. */
export interface ExportedSpan {
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentId: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer';
  attributes: Record<string, string>;
  /** Ids of the spans that it is linked to. */
  links: string[];
  failed: boolean;
  /** Of the service that exported it. */
  resource: Record<string, string>;
}

/** A collector of traces on this machine, over OTLP's HTTP with protobuf. */
export interface Collector extends AsyncDisposable {
  /** What OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is to be. */
  endpoint: string;
  spans: ExportedSpan[];
  requests: { path: string; headers: IncomingHttpHeaders; body: Buffer }[];
  /** What it answers from now on: 200, or a refusal; `null`: nothing, ever. */
  status: number | null;
}

export async function openCollector(): Promise<Collector> {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      collector.requests.push({ path: request.url ?? '', headers: request.headers, body });
      if (collector.status === 200) collector.spans.push(...spansIn(body));
      if (collector.status === null) return;
      response.writeHead(collector.status, { 'content-type': 'application/x-protobuf' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const collector: Collector = {
    endpoint: `http://127.0.0.1:${port}/v1/traces`,
    spans: [],
    requests: [],
    status: 200,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  return collector;
}

/** What is read below. Words anywhere else would not be looked at, so they are refused. */
const readOf = {
  request: [1],
  resourceSpans: [1, 2],
  resource: [1],
  scopeSpans: [1, 2],
  span: [1, 2, 4, 5, 6, 9, 13, 15],
  link: [1, 2],
  status: [3],
};

function whole(message: Buffer, of: keyof typeof readOf): Buffer {
  const more = fieldsOf(message).find(({ field, bytes }) => bytes && !readOf[of].includes(field));
  if (more) throw new Error(`${of} has a field ${more.field}`);
  return message;
}

const kinds = ['internal', 'internal', 'server', 'client', 'producer'] as const;

/** Field numbers are those of opentelemetry/proto/trace/v1/trace.proto. */
function spansIn(request: Buffer): ExportedSpan[] {
  return messages(whole(request, 'request'), 1).flatMap((resourceSpans) => {
    const [about = Buffer.alloc(0)] = messages(whole(resourceSpans, 'resourceSpans'), 1);
    const resource = attributesIn(whole(about, 'resource'), 1);
    return messages(resourceSpans, 2)
      .flatMap((scopeSpans) => messages(whole(scopeSpans, 'scopeSpans'), 2))
      .map((span) => whole(span, 'span'))
      .map((span) => ({
        traceId: hex(span, 1),
        spanId: hex(span, 2),
        parentId: hex(span, 4),
        name: text(span, 5),
        kind: kinds[numberIn(span, 6)] ?? 'internal',
        attributes: attributesIn(span, 9),
        links: messages(span, 13).map((link) => hex(whole(link, 'link'), 2)),
        failed: messages(span, 15).some((status) => numberIn(whole(status, 'status'), 3) === 2),
        resource,
      }));
  });
}

function attributesIn(message: Buffer, field: number): Record<string, string> {
  const pairs = messages(message, field).map((pair) => {
    const [value = Buffer.alloc(0)] = messages(pair, 2);
    return [text(pair, 1), text(value, 1)];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

const messages = (message: Buffer, field: number) =>
  fieldsOf(message).flatMap((one) => (one.field === field && one.bytes ? [one.bytes] : []));
const hex = (message: Buffer, field: number) => messages(message, field)[0]?.toString('hex') ?? '';
const text = (message: Buffer, field: number) => messages(message, field)[0]?.toString() ?? '';
const numberIn = (message: Buffer, field: number) =>
  fieldsOf(message).find((one) => one.field === field)?.number ?? 0;

interface Field {
  field: number;
  number?: number;
  bytes?: Buffer;
}

/** The fields of a protobuf message (protobuf.dev: encoding), without those of fixed length. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ field, number: varint() });
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        fields.push({ field, bytes: message.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`no protobuf: a field of type ${tag % 8}`);
    }
  }
  return fields;
}
