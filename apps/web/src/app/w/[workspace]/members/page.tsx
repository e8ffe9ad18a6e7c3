import { MembersPage } from "#src/domains/workspaces/members/members-page.tsx";

export default function Members() {
  return <MembersPage />;
}
