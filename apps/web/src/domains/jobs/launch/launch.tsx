"use client";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { ErrorState } from "@plumbline/ui/states";
import { useUrlState } from "#src/components/url-state.ts";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { LaunchForm } from "./launch-form.tsx";
import { useBeginning } from "./use-beginning.ts";

/** Reads what the job begins as, then lets it be written. */
export function Launch() {
  const { workspace } = useViewer();
  const url = useUrlState();
  const { text, from, error, retry } = useBeginning();
  if (text !== undefined) {
    // Another beginning is another text; a draft that is kept while one types is not.
    const key = ["clone", "run", "template"].map((name) => url.get(name) ?? "").join(" ");
    return <LaunchForm key={key} initial={text} from={from} />;
  }
  return (
    <Page title="New job" crumbs={[{ label: "Jobs", href: paths.jobs(workspace) }]}>
      {error ? (
        <ErrorState title="What the job begins as could not be read" {...problemText(error)} onRetry={retry} />
      ) : (
        <div className="rounded-lg border bg-surface">
          <SkeletonRows label="The form is being read" rows={12} columns={[120, 320]} />
        </div>
      )}
    </Page>
  );
}
