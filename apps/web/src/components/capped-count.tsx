import { Count } from "@plumbline/ui/figure";

/** A count, or the number up to which things were counted. */
export function CappedCount({ value, isCapped }: { value: number; isCapped: boolean }) {
  return (
    <>
      <Count value={value} />
      {isCapped && " or more"}
    </>
  );
}
