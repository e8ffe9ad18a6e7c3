"""Writes the JSON files beside it: fixed data, and what public libraries make of it.

Run with Python 3.11 in an environment with requirements.txt: python make_golden.py (some minutes). Then: npm run format.
"""

import json
import math
import pathlib
import warnings

import numpy as np
from fairlearn import metrics as fair
from scipy import stats
from sklearn import calibration
from sklearn import metrics as sk
from statsmodels.stats import proportion

import reference_resampling as resampling

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def plain(value):
    """Python numbers, null for what is undefined."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write(name, data):
    (HERE / f"{name}.json").write_text(json.dumps(plain(data), separators=(",", ":")) + "\n")


def binary_sets():
    rng = np.random.default_rng(20261127)
    labels = (rng.random(200) < 0.35).astype(int)
    smooth = np.clip(rng.normal(0.4 + 0.2 * labels, 0.2), 0, 1).round(6)
    tied_labels = (rng.random(150) < 0.5).astype(int)
    tied = np.clip((rng.random(150) + 0.3 * tied_labels).round(1), 0, 1)
    certain_labels = (rng.random(30) < 0.5).astype(int)
    return {
        "smooth": (labels, smooth),
        "ties on the edges of bins": (tied_labels, tied),
        "one score for all": (np.array([0, 1] * 10), np.full(20, 0.5)),
        "certain, often wrong": (certain_labels, (rng.random(30) < 0.5).astype(float)),
        "rare positives": (np.array([0] * 99 + [1]), np.linspace(0, 1, 100).round(3)[::-1].copy()),
        "positives alone": (np.ones(12, int), np.linspace(0.1, 0.9, 12).round(4)),
        "negatives alone": (np.zeros(12, int), np.linspace(0.1, 0.9, 12).round(4)),
        "two rows": (np.array([0, 1]), np.array([0.7, 0.2])),
    }


def expected_calibration_error(y, p, bins):
    which = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], p)
    return sum(abs(p[which == b].sum() - y[which == b].sum()) for b in range(bins)) / len(y)


def binary_expected(y, p, threshold):
    hard = (p >= threshold).astype(int)
    both = 0 < y.sum() < len(y)
    recall = sk.recall_score(y, hard, zero_division=np.nan)
    specificity = sk.recall_score(y, hard, pos_label=0, zero_division=np.nan)
    auc = stats.mannwhitneyu(p[y == 1], p[y == 0]).statistic / (y.sum() * (1 - y).sum()) if both else math.nan
    assert not both or abs(auc - sk.roc_auc_score(y, p)) < 1e-14
    true, predicted = calibration.calibration_curve(y, p, n_bins=10)
    return {
        "accuracy": sk.accuracy_score(y, hard),
        "balancedAccuracy": sk.balanced_accuracy_score(y, hard) if both else math.nan,
        "precision": sk.precision_score(y, hard, zero_division=np.nan),
        "recall": recall,
        "specificity": specificity,
        "falsePositiveRate": 1 - specificity,
        "falseNegativeRate": 1 - recall,
        "f1": sk.f1_score(y, hard, zero_division=np.nan),
        "rocAuc": auc,
        "averagePrecision": sk.average_precision_score(y, p) if y.sum() else math.nan,
        "logLoss": sk.log_loss(y, p, labels=[0, 1]),
        "brier": sk.brier_score_loss(y, p, pos_label=1),
        "ks": stats.ks_2samp(p[y == 1], p[y == 0]).statistic if both else math.nan,
        "expectedCalibrationError": expected_calibration_error(y, p, 10),
        "calibrationGap": p.mean() - y.mean(),
        "curve": {"observedRate": true, "meanPredicted": predicted},
    }


def make_metrics():
    rng = np.random.default_rng(7)
    binary = [
        {"name": name, "actual": y, "scores": p, "threshold": threshold, "expected": binary_expected(y, p, threshold)}
        for name, (y, p) in binary_sets().items()
        for threshold in ([0.5, 0.3] if name == "smooth" else [0.5])
    ]
    classes = np.array(["ant", "bee", "cat", "dog", "eel"])
    labels = classes[rng.integers(0, 4, 200)]
    guesses = np.where(rng.random(200) < 0.6, labels, classes[rng.integers(0, 5, 200)])
    multiclass = [
        {"name": name, "actual": y, "predicted": p, "accuracy": sk.accuracy_score(y, p), "macroF1": sk.f1_score(y, p, average="macro")}
        for name, y, p in [("a class that is only predicted", labels, guesses), ("all wrong", np.array(["a", "b"]), np.array(["b", "c"]))]
    ]
    target = rng.normal(50, 10, 200).round(4)
    regression = [
        {
            "name": name,
            "actual": y,
            "predicted": p,
            "mae": sk.mean_absolute_error(y, p),
            "rmse": sk.root_mean_squared_error(y, p),
            "r2": sk.r2_score(y, p) if len(set(y)) > 1 else math.nan,
            "meanBias": np.mean(p - y),
        }
        for name, y, p in [
            ("noisy", target, (target + rng.normal(1, 4, 200)).round(4)),
            ("constant target", np.full(10, 0.1), np.linspace(0, 1, 10).round(3)),
            ("one row", np.array([3.0]), np.array([5.5])),
            ("worse than the mean", np.array([1.0, 2.0, 3.0]), np.array([9.0, -4.0, 7.0])),
        ]
    ]
    write("metrics", {"binary": binary, "multiclass": multiclass, "regression": regression})


def make_intervals():
    probabilities = [1e-300, 1e-20, 1e-10, 0.001, 0.025, 0.075, 0.3, 0.5, 0.6, 0.925, 0.975, 0.999, 1 - 1e-10]
    rng = np.random.default_rng(3)
    column = rng.normal(size=101).round(6)
    fractions = np.concatenate([np.linspace(0, 1, 38), [0.001, 0.025, 0.975]])
    counts = [(0, 1), (1, 1), (0, 20), (3, 20), (20, 20), (57, 100), (1, 1_000_000)]
    wilson = [
        {"successes": k, "trials": n, "confidence": c, "low": low, "high": high}
        for k, n in counts
        for c in [0.9, 0.95, 0.99]
        for low, high in [stats.binomtest(k, n).proportion_ci(c, method="wilson")]
    ]
    binomial = [
        {"trials": n, "chance": p, "density": stats.binom.pmf(np.arange(n + 1), n, p)} for n, p in [(12, 0.2), (40, 0.3), (60, 0.5), (90, 0.8)]
    ]
    pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 10), (7, 7, 300, 300), (1, 1, 0, 1)]
    newcombe = [
        {"left": left, "right": right, "low": low, "high": high}
        for a, n, b, m in pairs
        for left, right in [({"successes": a, "trials": n}, {"successes": b, "trials": m})]
        for low, high in [proportion.confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")]
    ]
    write(
        "intervals",
        {
            "newcombe": newcombe,
            "normal": {"probabilities": probabilities, "quantiles": stats.norm.ppf(probabilities)},
            "percentile": {"column": column, "fractions": fractions, "quantiles": np.quantile(column, fractions)},
            "percentileOfTwo": {"column": [1.5, 0.25], "fractions": fractions, "quantiles": np.quantile([1.5, 0.25], fractions)},
            "wilson": wilson,
            "binomial": binomial,
        },
    )


def make_random():
    draws = resampling.Xoshiro.seeded(42)
    bounded = resampling.Xoshiro.seeded(4_294_967_295)
    many = 3_000_000
    write(
        "random",
        {
            "seed42": [draws.next() for _ in range(20)],
            "seed5SumOfRows": {"rows": many, "sum": sum(resampling.Xoshiro.seeded(5).rows(many))},
            "seedHighestResamples": [np.bincount(bounded.rows(10), minlength=10) for _ in range(5)],
        },
    )


def classifier_rows():
    rng = np.random.default_rng(11)
    y = (rng.random(120) < 0.4).astype(float)
    champion = np.clip(rng.normal(0.42 + 0.15 * y, 0.18), 0, 1).round(2)
    candidate = np.clip(champion + rng.normal(0.06 * (y - 0.5), 0.08), 0, 1).round(2)
    return y, champion, candidate


def regression_rows():
    rng = np.random.default_rng(12)
    y = rng.normal(20, 6, 80).round(3)
    return y, (y + rng.normal(0.5, 3, 80)).round(3), (y + rng.normal(0, 2.6, 80)).round(3)


def make_comparison():
    metrics = {
        "auc": (sk.roc_auc_score, True),
        "accuracy": (lambda y, p: sk.accuracy_score(y, p >= 0.5), True),
        "f1": (lambda y, p: sk.f1_score(y, p >= 0.5, zero_division=np.nan), True),
        "logLoss": (lambda y, p: sk.log_loss(y, p, labels=[0, 1]), False),
        "brier": (lambda y, p: sk.brier_score_loss(y, p, pos_label=1), False),
        "ks": (lambda y, p: stats.ks_2samp(p[y == 1], p[y == 0]).statistic, True),
        "mae": (sk.mean_absolute_error, False),
        "rmse": (sk.root_mean_squared_error, False),
        "r2": (sk.r2_score, True),
    }
    sets = {"classifier": classifier_rows(), "regression": regression_rows()}
    cases = []
    for name, (metric, higher_is_better) in metrics.items():
        rows = "regression" if name in ("mae", "rmse", "r2") else "classifier"
        y, champion, candidate = sets[rows]
        sign = 1 if higher_is_better else -1

        def improvement(y, champion, candidate):
            return sign * (metric(y, candidate) - metric(y, champion))

        differences = resampling.paired_differences((y, champion, candidate), improvement, seed=2026, resamples=300)
        many = stats.bootstrap(sets[rows], improvement, paired=True, vectorized=False, n_resamples=10_000, method="percentile", rng=5)
        cases.append(
            {
                "metric": name,
                "rows": rows,
                "champion": metric(y, champion),
                "candidate": metric(y, candidate),
                "improvement": improvement(y, champion, candidate),
                "sameResamples": np.quantile(differences, [0.025, 0.975]),
                "scipy": many.confidence_interval,
            }
        )
    named = {name: dict(zip(["actual", "champion", "candidate"], columns)) for name, columns in sets.items()}
    write("comparison", {"seed": 2026, "resamples": 300, "scipyResamples": 10_000, "sets": named, "cases": cases})


def fairness_sets():
    rng = np.random.default_rng(21)

    def draw(sizes):
        group = np.repeat(list(sizes), list(sizes.values()))
        rng.shuffle(group)
        lift = np.array([0.1 * (sorted(sizes).index(g) - 1) for g in group])
        y = (rng.random(len(group)) < 0.4 + lift / 2).astype(int)
        score = np.clip(rng.normal(0.35 + 0.25 * y + lift, 0.2), 0, 1).round(4)
        return group, y, score

    sets = {"three groups": draw({"north": 180, "south": 120, "west": 100}), "tiny groups": draw({"a": 60, "b": 9, "c": 4, "d": 30})}
    group, y, score = draw({"one": 50, "two": 40, "three": 30})
    y[group == "three"] = 1
    sets["a group of one class"] = (group, y, score)
    sets["nobody selected"] = (group, y, score / 2.5)
    return sets


def disparities(y, predicted, group, method):
    """fairlearn's, on the groups whose rate is defined: it takes an undefined rate for 0."""
    known = {rate: np.isin(group, [g for g in np.unique(group) if (y[group == g] == value).any()]) for rate, value in [("tpr", 1), ("fpr", 0)]}
    rate_of = {"tpr": fair.true_positive_rate, "fpr": fair.false_positive_rate}
    result = {
        "demographicParityDifference": fair.demographic_parity_difference(y, predicted, sensitive_features=group, method=method),
        "demographicParityRatio": fair.demographic_parity_ratio(y, predicted, sensitive_features=group, method=method),
    }
    if all(rows.all() for rows in known.values()):
        for name in ["equalized_odds", "equal_opportunity"]:
            for how in ["difference", "ratio"]:
                camel = name.split("_")[0] + name.split("_")[1].title() + how.title()
                result[camel] = getattr(fair, f"{name}_{how}")(y, predicted, sensitive_features=group, method=method)
        return result
    frames = {
        rate: fair.MetricFrame(metrics=rate_of[rate], y_true=y[rows], y_pred=predicted[rows], sensitive_features=group[rows])
        for rate, rows in known.items()
    }
    result["equalOpportunityDifference"] = frames["tpr"].difference(method=method)
    result["equalOpportunityRatio"] = frames["tpr"].ratio(method=method)
    result["equalizedOddsDifference"] = max(frame.difference(method=method) for frame in frames.values())
    result["equalizedOddsRatio"] = np.min([frame.ratio(method=method) for frame in frames.values()])
    return result


def make_fairness():
    cases = []
    for name, (group, y, score) in fairness_sets().items():
        predicted = (score >= 0.5).astype(int)
        names = sorted(set(group))
        largest = max(names, key=lambda g: (group == g).sum())
        base = group == largest
        groups = []
        for g in names:
            rows = group == g
            gap = score[rows] - y[rows]
            reach = stats.norm.ppf(0.975) * gap.std(ddof=1) / math.sqrt(len(gap))
            groups.append(
                {
                    "name": g,
                    "rows": rows.sum(),
                    "selectionRate": fair.selection_rate(y[rows], predicted[rows]),
                    "baseRate": y[rows].mean(),
                    "truePositiveRate": predicted[rows & (y == 1)].mean(),
                    "falsePositiveRate": predicted[rows & (y == 0)].mean(),
                    "calibrationGap": gap.mean(),
                    "calibrationInterval": [gap.mean() - reach, gap.mean() + reach],
                    "selectionRateRatio": predicted[rows].mean() / predicted[base].mean(),
                    "truePositiveRateDifference": predicted[rows & (y == 1)].mean() - predicted[base & (y == 1)].mean(),
                    "falsePositiveRateDifference": predicted[rows & (y == 0)].mean() - predicted[base & (y == 0)].mean(),
                }
            )
        case = {"name": name, "group": group, "actual": y, "scores": score, "reference": largest, "groups": groups}
        case["between"] = disparities(y, predicted, group, "between_groups")
        if name in ("three groups", "tiny groups"):
            case["toOverall"] = disparities(y, predicted, group, "to_overall")
        cases.append(case)
    group, y, score = fairness_sets()["three groups"]
    samples = [(score >= 0.5).astype(float)[group == g] for g in ["west", "north"]]
    ratio = stats.bootstrap(samples, lambda a, b, axis: a.mean(axis) / b.mean(axis), n_resamples=50_000, method="percentile", rng=9)
    write("fairness", {"cases": cases, "ratioOfWestToNorth": ratio.confidence_interval})


if __name__ == "__main__":
    make_metrics()
    make_intervals()
    make_random()
    make_comparison()
    make_fairness()
