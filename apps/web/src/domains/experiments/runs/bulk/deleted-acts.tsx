"use client";
import { Button } from "@plumbline/ui/button";
import { useViewer } from "#src/shell/viewer.tsx";

interface Props {
  isBusy: boolean;
  onRestore: () => void;
  onPurge: () => void;
}

/** What may be done to deleted runs. */
export function DeletedActs({ isBusy, onRestore, onPurge }: Props) {
  const { can } = useViewer();
  return (
    <>
      {can("run:delete") && (
        <Button size="small" busy={isBusy} onClick={onRestore}>
          Restore
        </Button>
      )}
      {can("experiment:delete") && (
        <Button size="small" tone="danger" onClick={onPurge}>
          Delete for good
        </Button>
      )}
    </>
  );
}
