import { Home } from "#src/components/home/home.tsx";

export default function HomePage() {
  return <Home />;
}
