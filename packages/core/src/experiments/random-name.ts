import { randomInt } from "node:crypto";

const adjectives = (
  "able amber ample apt arctic bold brave bright brisk calm candid careful clean clear clever cosy crisp curious daring deft eager early " +
  "easy fair fancy fast fine firm fond frank free fresh gentle glad golden grand happy hardy honest keen kind lively loyal lucid merry " +
  "mild modest neat nimble noble open placid plain polite proud quick quiet rapid ready rich robust sane sharp silent smooth snug sober " +
  "solid sound spry steady sunny sure swift tidy true upbeat valid vivid warm wise witty young zesty"
).split(" ");

const nouns = (
  "acorn anchor arch aspen badger beacon birch bison bridge brook cedar cliff cloud comet condor coral crane delta dune eagle elm ember " +
  "falcon fern finch fjord flint forest fox gannet glade gull harbor hare hawk hazel heron hill ibis inlet iris island jay kestrel lagoon " +
  "lake lark ledge lily linden lotus lynx maple marten meadow mesa moose moss newt oak ocean orchid osprey otter owl panda pebble pine " +
  "plover pond poplar puffin quail quartz raven reef ridge river robin sable seal sparrow spruce stork swan tern thrush tide trout vale " +
  "walnut willow wren"
).split(" ");

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? "plain";

/** `brisk-otter-417`: for runs and models that were given no name. */
export const randomName = (): string => `${pick(adjectives)}-${pick(nouns)}-${randomInt(1000)}`;
