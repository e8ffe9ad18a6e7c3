"use client";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { inForceOf, type PolicyData } from "./policy-data.ts";

/** What is in force, and what is asked for. */
export function Standing({ data }: { data: PolicyData }) {
  const { workspace } = useViewer();
  const { openRequest } = data.policy;
  const inForce = inForceOf(data);
  return (
    <span className="text-ink-3">
      {inForce ? (
        <>
          Version {inForce.version} in force since <Time at={Date.parse(inForce.publishedAt)} style="date" />
        </>
      ) : (
        "Not in force"
      )}
      {openRequest !== null && (
        <>
          {" · "}
          <Link href={paths.request(workspace, openRequest)} className="font-medium text-accent hover:underline">
            Request {openRequest}
          </Link>{" "}
          is open
        </>
      )}
    </span>
  );
}
