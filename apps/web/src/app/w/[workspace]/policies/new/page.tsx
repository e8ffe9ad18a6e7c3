import { NewPolicyPage } from "#src/domains/approvals/policies/new-policy-page.tsx";

export default function NewPolicy() {
  return <NewPolicyPage />;
}
