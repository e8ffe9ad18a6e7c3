import Link from "next/link";
import { Front } from "#src/components/front.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Front title="There is no such page" lead="The address may be wrong, or what it named may be in a workspace that you do not belong to.">
      <Link href="/" className="font-medium text-accent hover:underline">
        Go to your workspace
      </Link>
    </Front>
  );
}
