import { ComparePart } from "#src/domains/registry/version/compare-part.tsx";

export default function ComparePage() {
  return <ComparePart />;
}
