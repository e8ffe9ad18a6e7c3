"use client";
import { Time } from "@plumbline/ui/time";
import { History } from "lucide-react";
import { personName } from "#src/components/person-name.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

/** What happened to the request, in order. */
export function TimelineSection() {
  const { timeline } = useRequest();
  const { me } = useViewer();
  const last = timeline.at(-1);
  if (!last) return null;
  return (
    <Section icon={History} title="Timeline" aside={timeline.length} value={timeline.length} brief={last.text} flush>
      <ol className="px-3 py-2 max-sm:px-4">
        {timeline.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end
          <li key={at} className="grid grid-cols-[86px_minmax(0,1fr)] gap-x-3 py-0.5">
            <span className="text-ink-3">
              <Time at={Date.parse(event.at)} style="moment" />
            </span>
            <span className="wrap-anywhere">
              {event.by && <span className="font-medium">{personName(event.by, me.id)}: </span>}
              {event.text}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
