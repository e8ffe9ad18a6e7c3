import { GroupsPage } from "#src/domains/access/people/groups-page.tsx";

export default function Groups() {
  return <GroupsPage />;
}
