/**
 * The deck's three tables: published results, kept apart from measured ones. Deck, "Experiments and results".
 */

/** An error in percent, with its standard deviation where the deck gives one. Deck. */
export interface PublishedError {
  readonly value: number;
  readonly spread: number | null;
}

/** A row of the first table. Deck, "Architecture evaluation on large CIFAR-10 and ImageNet". */
export interface PublishedMethod {
  readonly name: string;
  /** The paper's best row. */
  readonly isPapers: boolean;
  /** Whether the deck points at it. */
  readonly isPointed: boolean;
  readonly cifarError: PublishedError;
  readonly top1Error: PublishedError;
  readonly top5Error: PublishedError;
}

const error = (value: number, spread: number | null = null): PublishedError => Object.freeze({ value, spread });

const method = (
  name: string,
  cifar: PublishedError,
  top1: number,
  top5: number,
  { isPapers = false, isPointed = false } = {},
): PublishedMethod =>
  Object.freeze({ name, isPapers, isPointed, cifarError: cifar, top1Error: error(top1), top5Error: error(top5) });

/** Search methods, trained at full scale: mean and standard deviation on CIFAR-10, one training on ImageNet. Deck. */
export const publishedMethods: readonly PublishedMethod[] = Object.freeze([
  method("Flat repr-n, random architecture", error(4.56, 0.11), 21.4, 5.8),
  method("Flat repr-n, random search (200 samples)", error(4.02, 0.11), 20.8, 5.7),
  method("Flat repr-n, evolution (7000 samples)", error(3.92, 0.06), 20.6, 5.6, { isPointed: true }),
  method("Flat repr-n, parameter-constrained, evolution (7000 samples)", error(4.17, 0.08), 21.2, 5.8),
  method("Hier. repr-n, random architecture", error(4.21, 0.11), 21.5, 5.8),
  method("Hier. repr-n, random search (200 samples)", error(4.04, 0.2), 20.4, 5.3),
  method("Hier. repr-n, random search (7000 samples)", error(3.91, 0.15), 21.0, 5.5),
  method("Hier. repr-n, evolution (7000 samples)", error(3.75, 0.12), 20.3, 5.2, { isPapers: true, isPointed: true }),
]);

/** A row of the second table. Deck, "Comparison against other models on CIFAR-10". */
export interface PublishedCifar {
  readonly name: string;
  /** How it was found, from memory of the literature; the deck does not say. */
  readonly group: "by hand" | "reinforcement learning" | "evolution" | "one-shot" | "the paper's search";
  /** Found by the paper's search. */
  readonly isPapers: boolean;
  readonly cifarError: PublishedError;
}

const cifar = (
  group: PublishedCifar["group"],
  name: string,
  value: number,
  spread: number | null = null,
): PublishedCifar =>
  Object.freeze({ name, group, isPapers: group === "the paper's search", cifarError: error(value, spread) });

/** Models on CIFAR-10. Deck. */
export const publishedCifar: readonly PublishedCifar[] = Object.freeze([
  cifar("by hand", "ResNet-1001 + pre-activation (He et al., 2016b)", 4.62),
  cifar("by hand", "Wide ResNet-40-10 + dropout (Zagoruyko & Komodakis, 2016)", 3.8),
  cifar("by hand", "DenseNet (k=24) (Huang et al., 2016)", 3.74),
  cifar("by hand", "DenseNet-BC (k=40) (Huang et al., 2016)", 3.46),
  cifar("reinforcement learning", "MetaQNN (Baker et al., 2016)", 6.92),
  cifar("reinforcement learning", "NAS v3 (Zoph & Le, 2016)", 3.65),
  cifar("reinforcement learning", "Block-QNN-A (Zhong et al., 2017)", 3.6),
  cifar("reinforcement learning", "NASNet-A (Zoph et al., 2017)", 3.41),
  cifar("evolution", "Evolving DNN (Miikkulainen et al., 2017)", 7.3),
  cifar("evolution", "Genetic CNN (Xie & Yuille, 2017)", 7.1),
  cifar("evolution", "Large-scale Evolution (Real et al., 2017)", 5.4),
  cifar("one-shot", "SMASH (Brock et al., 2017)", 4.03),
  cifar("the paper's search", "Evolutionary search, hier. repr., c₀ = 64", 3.75, 0.12),
  cifar("the paper's search", "Evolutionary search, hier. repr., c₀ = 128", 3.63, 0.1),
]);

/** ImageNet's measures: the network's likeliest class is wrong; and none of its five likeliest is right. */
export const TOP1 = "ImageNet top-1 error";
/** See {@link TOP1}. */
export const TOP5 = "ImageNet top-5 error";

/** A row of the third table. Deck, "Comparison against other models on ImageNet". */
export interface PublishedImagenet {
  readonly name: string;
  /** Found by the paper's search. */
  readonly isPapers: boolean;
  readonly top1Error: PublishedError;
  readonly top5Error: PublishedError;
}

const imagenet = (name: string, top1: number, top5: number, isPapers = false): PublishedImagenet =>
  Object.freeze({ name, isPapers, top1Error: error(top1), top5Error: error(top5) });

/** Models on ImageNet. Deck. */
export const publishedImagenet: readonly PublishedImagenet[] = Object.freeze([
  imagenet("Inception-v3 (Szegedy et al., 2016)", 21.2, 5.6),
  imagenet("Xception (Chollet, 2016)", 21.0, 5.5),
  imagenet("Inception-ResNet-v2 (Szegedy et al., 2017)", 19.9, 4.9),
  imagenet("NASNet-A (Zoph et al., 2017)", 19.2, 4.7),
  imagenet("Evolutionary search, hier. repr., c₀ = 64", 20.3, 5.2, true),
]);
