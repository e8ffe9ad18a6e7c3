"use client";
import { StaleNotice } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import dynamic from "next/dynamic";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useNewestEvidence } from "../evidence/use-evidence.ts";
import { versionOf } from "../subject.ts";
import { ClausesSection } from "./clauses-section.tsx";
import { ConditionsSection } from "./conditions-section.tsx";
import { DifferenceSection, DifferenceStrip } from "./difference-strip.tsx";
import { DiscussionSection } from "./discussion-section.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { RequestActions } from "./request-actions.tsx";
import { useRequest } from "./request-context.tsx";
import { RequestFacts } from "./request-facts.tsx";
import { standingOf } from "./standing.ts";
import { TimelineSection } from "./timeline-section.tsx";
import { useIsPhone } from "./use-phone.ts";
import { VotesSection } from "./votes-section.tsx";

// Not every request has these.
const ChampionSection = dynamic(() => import("../evidence/champion-section.tsx").then((module) => module.ChampionSection));
const FairnessSection = dynamic(() => import("../evidence/fairness-section.tsx").then((module) => module.FairnessSection));
const PayloadSection = dynamic(() => import("./payload-section.tsx").then((module) => module.PayloadSection));
const BreakGlassSection = dynamic(() => import("./break-glass-section.tsx").then((module) => module.BreakGlassSection));

/** A request, once it is there. */
export function RequestView({ isStale, onRetry }: { isStale: boolean; onRetry: () => void }) {
  const request = useRequest();
  const { workspace } = useViewer();
  const isPhone = useIsPhone();
  const { tone, text } = standingOf(request);
  return (
    <Page
      title={`Request ${request.number}`}
      heading={request.title}
      crumbs={[{ label: "Approvals", href: paths.approvals(workspace) }]}
      aside={<Chip tone={tone}>{text}</Chip>}
      lead={isPhone ? <RequestFacts /> : undefined}
      actions={<RequestActions />}
    >
      {isStale && <StaleNotice onRetry={onRetry}>The request could not be read again. What you see may be old.</StaleNotice>}
      {isPhone ? <OnPhone /> : <OnDesk />}
    </Page>
  );
}

function OnDesk() {
  const request = useRequest();
  const version = versionOf(request.subject);
  return (
    <>
      <div className="-mt-1.5 mb-3 text-ink-2">
        <RequestFacts />
      </div>
      {version && <DifferenceStrip version={version} />}
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_356px]">
        <div className="grid min-w-0 gap-3">
          {request.payload && <PayloadSection />}
          <ClausesSection />
          {version && <Reports />}
          <TimelineSection />
        </div>
        <div className="grid min-w-0 gap-3">
          <VotesSection />
          <ConditionsSection />
          {request.breakGlass && <BreakGlassSection />}
          <DiscussionSection />
        </div>
      </div>
    </>
  );
}

function Reports() {
  const newest = useNewestEvidence();
  const [champion, fairness] = [newest("champion"), newest("fairness")];
  if (!(champion || fairness)) return null;
  return (
    <div className="grid items-start sm:gap-3 lg:grid-cols-2">
      {champion && <ChampionSection evidence={champion} />}
      {fairness && <FairnessSection evidence={fairness} />}
    </div>
  );
}

/** Everything in one line each, what decides first; the vote stands below it all. */
function OnPhone() {
  const request = useRequest();
  const version = versionOf(request.subject);
  return (
    <div className="-mt-1 pb-40">
      <div className="-mx-4 border-t" />
      {request.payload && <PayloadSection />}
      <ClausesSection />
      {version && <Reports />}
      <ConditionsSection />
      {version && <DifferenceSection version={version} />}
      <VotesSection />
      <DiscussionSection />
      {request.breakGlass && <BreakGlassSection />}
      <TimelineSection />
      <PhoneBar />
    </div>
  );
}
