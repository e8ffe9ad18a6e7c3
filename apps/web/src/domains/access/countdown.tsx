"use client";
import { formatDuration } from "@plumbline/ui/format/time";
import { useEffect, useState } from "react";

/** How long until something may be tried again, and at what time that is. */
export function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = until - now;
  if (left <= 0) return <p className="text-ink-2">You can try again now.</p>;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(until);
  return (
    <p className="text-ink-2">
      Try again in <span className="tabular-nums">{formatDuration(Math.ceil(left / 1000) * 1000)}</span>, at{" "}
      <time dateTime={new Date(until).toISOString()}>{clock}</time>.
    </p>
  );
}
