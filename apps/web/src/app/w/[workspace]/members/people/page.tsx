import { PeoplePage } from "#src/domains/access/people/people-page.tsx";

export default function People() {
  return <PeoplePage />;
}
