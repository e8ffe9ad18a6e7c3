import { Overview } from "#src/domains/experiments/run/overview.tsx";

export default function RunPage() {
  return <Overview />;
}
