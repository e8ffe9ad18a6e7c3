import { ComparePage } from "#src/domains/experiments/compare/compare-page.tsx";

export default function Compare() {
  return <ComparePage />;
}
