"use client";
import dynamic from "next/dynamic";
import { isUndecided, useRequest } from "./request-context.tsx";

const VoteForm = dynamic(() => import("./vote-form.tsx").then((module) => module.VoteForm));

/** Below everything on a phone, always in reach: the vote, or why there is none. */
export function PhoneBar() {
  const request = useRequest();
  if (!isUndecided(request)) return null;
  return (
    <section
      aria-label="Your vote"
      className="fixed inset-x-0 bottom-0 z-20 max-h-[75dvh] overflow-y-auto border-t border-line-strong bg-surface px-4 pt-2.5 pb-[max(14px,env(safe-area-inset-bottom))] shadow-float print:hidden"
    >
      {request.me.mayVote ? <VoteForm /> : <p className="text-ink-2">{request.me.whyNot}</p>}
    </section>
  );
}
