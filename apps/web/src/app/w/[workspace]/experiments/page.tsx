import { ExperimentsPage } from "#src/domains/experiments/list/experiments-page.tsx";

export default function Experiments() {
  return <ExperimentsPage />;
}
