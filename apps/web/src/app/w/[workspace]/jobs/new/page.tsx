import { LaunchPage } from "#src/domains/jobs/launch/launch-page.tsx";

export default function NewJob() {
  return <LaunchPage />;
}
