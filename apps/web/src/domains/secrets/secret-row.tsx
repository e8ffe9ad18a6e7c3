"use client";
import type { Secret } from "@plumbline/contracts/secrets/secret";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { personName } from "#src/components/person-name.ts";
import { Cell } from "#src/components/table.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { SecretMenu } from "./secret-menu.tsx";

const shownJobs = 3;

export function SecretRow({ secret }: { secret: Secret }) {
  const { me, can, workspace } = useViewer();
  const { rotatedAt, createdAt, createdBy, revision, lastUsedAt, usedBy } = secret;
  return (
    <tr>
      <Cell className="code font-medium">{secret.name}</Cell>
      <Cell className="max-w-72 truncate text-ink-2">
        <span title={secret.description}>{secret.description}</span>
      </Cell>
      <Cell className="text-ink-2">
        {rotatedAt === null ? (
          <>
            written <Time at={Date.parse(createdAt)} style="sentence" /> by {personName(createdBy, me.id)}
          </>
        ) : (
          <>
            value {revision}, since <Time at={Date.parse(rotatedAt)} style="moment" />
          </>
        )}
      </Cell>
      <Cell className="text-ink-2">{lastUsedAt === null ? "never" : <Time at={Date.parse(lastUsedAt)} />}</Cell>
      <Cell className="max-w-72 truncate">
        {usedBy.slice(0, shownJobs).map((use, at) => (
          <span key={`${use.jobId} ${use.at}`}>
            {at > 0 && ", "}
            <Link href={paths.job(workspace, use.jobId)} className="hover:underline">
              {use.name}
            </Link>
          </span>
        ))}
        {usedBy.length > shownJobs && <span className="text-ink-3"> and {usedBy.length - shownJobs} more</span>}
        {usedBy.length === 0 && <span className="text-ink-3">no job yet</span>}
      </Cell>
      <Cell align="end">{can("secret:manage") && <SecretMenu secret={secret} />}</Cell>
    </tr>
  );
}
