"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { formatBytes } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { TextDiff } from "#src/components/text-diff/text-diff.tsx";
import { layOut, previewBytes } from "#src/domains/artifacts/preview-kind.ts";
import { textQuery } from "#src/domains/artifacts/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { type ConfigDifference, configDifference, readConfig } from "../config-changes.ts";
import { Side } from "../pair/change-table.tsx";

const missing: ArtifactEntry = { path: "", isDirectory: false, sizeBytes: 0, sha256: null, updatedAt: null };

const noText = { text: "", isCut: false };

interface TextPairProps {
  before: ArtifactEntry | undefined;
  after: ArtifactEntry | undefined;
  runIds: readonly [string, string];
}

/** A text of two runs, line by line; a configuration also key by key. */
export function TextPair({ before, after, runIds }: TextPairProps) {
  const old = useText(runIds[0], before);
  const now = useText(runIds[1], after);
  const unread = [old, now].find(({ data }) => data === undefined);
  if (unread || !old.data || !now.data) {
    return (
      <Loaded query={unread ?? old} what="The file" skeleton={<SkeletonRows label="The file is being read" columns={[320]} />}>
        {() => null}
      </Loaded>
    );
  }
  const isCut = old.data.isCut || now.data.isCut;
  const { path } = after ?? before ?? missing;
  return (
    <>
      <Texts path={path} before={old.data.text} after={now.data.text} isWhole={!isCut && before !== undefined && after !== undefined} />
      {isCut && (
        <p className="border-t px-3 py-1.5 text-ink-3 text-small">Only the first {formatBytes(previewBytes)} of each are compared.</p>
      )}
    </>
  );
}

/** The text of a file; an empty one in place of a file that is not there. */
function useText(runId: string, entry: ArtifactEntry | undefined) {
  const text = useQuery({ ...textQuery(useApi(), runId, entry ?? missing), enabled: entry !== undefined });
  return { ...text, data: entry ? text.data : noText };
}

interface TextsProps {
  path: string;
  before: string;
  after: string;
  isWhole: boolean;
}

function Texts({ path, before, after, isWhole }: TextsProps) {
  const [view, setView] = useState<"keys" | "lines">("keys");
  const isConfig = isWhole && /\.(json|ya?ml)$/i.test(path);
  const configs = useQuery({
    queryKey: ["config-difference", before, after],
    queryFn: async () => {
      const [old, now] = [await readConfig(before), await readConfig(after)];
      return old && now ? configDifference(old, now) : null;
    },
    enabled: isConfig,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const language = path.endsWith(".json") ? "json" : "text";
  const texts = useMemo(() => ({ before: layOut(before, language), after: layOut(after, language) }), [before, after, language]);
  if (!(isConfig && configs.data)) return <TextDiff {...texts} label={path} />;
  return (
    <>
      <div className="flex justify-end border-b px-2 py-1">
        <Segments
          label="Compare by"
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: "keys", label: "Keys" },
            { value: "lines", label: "Lines" },
          ]}
        />
      </div>
      {view === "keys" ? <Keys difference={configs.data} /> : <TextDiff {...texts} label={path} />}
    </>
  );
}

const headings = [{ label: "Key" }, { label: "Before" }, { label: "After" }];
const mostKeys = 500;

function Keys({ difference: { changed, sameCount } }: { difference: ConfigDifference }) {
  return (
    <>
      {changed.length > 0 && (
        <Table label="Keys that differ" headings={headings}>
          {changed.slice(0, mostKeys).map(({ path, before, after }) => (
            <tr key={path}>
              <Cell className="code">{path}</Cell>
              <Side value={before} />
              <Side value={after} />
            </tr>
          ))}
        </Table>
      )}
      <p className="px-3 py-1.5 text-ink-3 text-small">
        {changed.length === 0 ? "No key differs; the files are written in another way. " : ""}
        {changed.length > mostKeys ? `The first ${mostKeys} of ${changed.length} keys that differ. ` : ""}
        {sameCount} {sameCount === 1 ? "key" : "keys"} the same.
      </p>
    </>
  );
}
