import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type Span as OpenSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { openHourly } from '../hourly.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import type { Span, Tracing } from './tracing.ts';
import type { TracingConfig } from './tracing-config.ts';

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
};

/**
 * Traces by OpenTelemetry, exported over OTLP. Import it only where traces are asked for: it brings a hundred modules.
 * Nothing global is registered, and nothing of a trace leaves but by the exporter.
 */
export function openTracing(config: TracingConfig, log: Log): Tracing {
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ ...config.resource })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: openExporter(config, log) })],
  });
  const tracer = provider.getTracer('switchboard', version);
  const under = new AsyncLocalStorage<{ span: OpenSpan; context: Context }>();

  /** What has ended is not gone on with: timers and chains of work keep the place where they were begun. */
  const current = () => {
    const found = under.getStore();
    return found?.span.isRecording() ? found : null;
  };

  return {
    async span({ name, kind, attributes = {}, root, links = [] }, work) {
      const parent = root ? ROOT_CONTEXT : (current()?.context ?? ROOT_CONTEXT);
      const options = { kind: kinds[kind], attributes, links: links.map(linkTo) };
      const span = tracer.startSpan(name, options, parent);
      try {
        const entered = { span, context: trace.setSpan(parent, span) };
        return await under.run(entered, () => work(ours(span)));
      } finally {
        span.end();
      }
    },
    here() {
      const found = current();
      return found && ours(found.span);
    },
    // Why it could not be exported is logged where it is exported.
    close: () => provider.shutdown().catch(() => {}),
  };
}

function ours(span: OpenSpan): Span {
  return {
    place: span.spanContext(),
    rename: (name) => void span.updateName(name),
    note: (attributes) => void span.setAttributes(attributes),
    link: (to) => void span.addLink(linkTo(to)),
    failed: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
  };
}

const linkTo = (place: Span['place']) => ({ context: place });

/** What certificates and compression are, the exporter reads from the standard's variables itself. */
function openExporter({ endpoint, headers, timeout }: TracingConfig, log: Log): SpanExporter {
  const otlp = new OTLPTraceExporter({
    url: endpoint,
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, value.reveal()])),
    timeoutMillis: timeout,
  });
  const failed = openHourly((_kind: 'export', more, error: Error) => {
    // Its words may be the collector's own, or an address with a token in it.
    const code = 'code' in error ? error.code : undefined;
    log.warn({ code, ...more }, 'traces were not exported');
  });
  return {
    export: (spans, done) =>
      otlp.export(spans, (result) => {
        if (result.error) failed('export', result.error);
        done(result);
      }),
    shutdown: () => otlp.shutdown(),
  };
}
