import { ProposalsPage } from "#src/domains/approvals/policies/proposals-page.tsx";

export default function Proposals() {
  return <ProposalsPage />;
}
