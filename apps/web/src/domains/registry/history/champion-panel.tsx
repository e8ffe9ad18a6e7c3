"use client";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { championsQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { type AliasMove, aliasMoves, bandsOf } from "./bands.ts";
import { ChampionBand } from "./champion-band.tsx";
import { RollBack } from "./roll-back.tsx";

const headings = [{ label: "When", align: "end" as const }, { label: "Versions" }, { label: "How" }, { label: "By" }];
const shownMoves = 3;

/** Which version was champion when, and how it came to be. */
export function ChampionPanel({ model, version }: { model: string; version?: number }) {
  const query = useQuery(championsQuery(useApi(), model));
  const moves = useMemo(() => aliasMoves(query.data?.items ?? [], "champion"), [query.data]);
  const holder = moves.at(-1)?.to;
  return (
    <Panel
      title="Champion"
      aside={query.data && asideText(holder, version)}
      flush
      actions={version === undefined && <RollBack model={model} moves={moves} />}
    >
      <Loaded query={query} what="The champions" skeleton={<Skeleton className="m-3 h-6!" width="90%" />}>
        {() =>
          moves.length === 0 ? (
            <p className="px-3 py-2.5 text-ink-2">
              No version has held the alias <span className="code">champion</span> yet. A promotion to production gives it.
            </p>
          ) : (
            <>
              <div className="px-3 pt-3">
                <ChampionBand bands={bandsOf(moves)} version={version ?? holder} />
              </div>
              <Moves model={model} moves={moves} />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function asideText(holder: number | undefined, version: number | undefined): string {
  if (holder === undefined) return "nobody holds it";
  if (version === undefined) return `version ${holder} holds it`;
  return holder === version ? "this version holds it" : `now ${holder}, not this one`;
}

function Moves({ model, moves }: { model: string; moves: readonly AliasMove[] }) {
  const { workspace } = useApi();
  return (
    <div className="border-t">
      <Table label="Moves of champion" headings={headings}>
        {moves
          .slice(-shownMoves)
          .toReversed()
          .map((move) => (
            <tr key={move.at}>
              <Cell align="end" className="text-ink-2">
                <Time at={move.at} style="date" />
              </Cell>
              <Cell>
                <span className="inline-flex items-center gap-1 tabular-nums">
                  {move.from ?? "none"} <ArrowRight className="icon-small text-ink-3" role="img" aria-label="to" /> {move.to ?? "none"}
                </span>
              </Cell>
              <Cell className="text-ink-2">
                {move.requestNumber === null ? (
                  howText(move)
                ) : (
                  <Link href={paths.request(workspace, move.requestNumber)} className="hover:underline">
                    request {move.requestNumber}
                  </Link>
                )}
              </Cell>
              <Cell className="text-ink-2">{actorName(move.by)}</Cell>
            </tr>
          ))}
      </Table>
      {moves.length > shownMoves && (
        <p className="border-t px-3 py-1.5">
          <Link href={paths.model(workspace, model, "history")} className="font-medium text-accent hover:underline">
            {shownMoves} of {moves.length} moves. All history
          </Link>
        </p>
      )}
    </div>
  );
}

function howText({ isRollback, to }: AliasMove): string {
  if (to === undefined) return "taken away";
  return isRollback ? "rollback" : "moved, no vote needed";
}
