"""A regression judged on a named dataset, with a picture and a report beside its metrics."""

import matplotlib.pyplot as plt
import mlflow
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split

SEED = 3

mlflow.set_experiment("disease-progression")

data = load_diabetes(as_frame=True)
train, test = train_test_split(data.frame, test_size=0.3, random_state=SEED)
features = data.feature_names

with mlflow.start_run(run_name="forest-evaluation"):
    mlflow.log_input(mlflow.data.from_pandas(train, name="diabetes-train", targets="target"), context="training")
    mlflow.log_input(mlflow.data.from_pandas(test, name="diabetes-test", targets="target"), context="evaluation")
    mlflow.log_params({"n_estimators": 200, "min_samples_leaf": 5, "seed": SEED})

    model = RandomForestRegressor(n_estimators=200, min_samples_leaf=5, random_state=SEED)
    model.fit(train[features], train["target"])
    predicted = model.predict(test[features])
    metrics = {
        "rmse": root_mean_squared_error(test["target"], predicted),
        "mae": mean_absolute_error(test["target"], predicted),
        "r2": r2_score(test["target"], predicted),
    }
    mlflow.log_metrics(metrics)

    figure, axes = plt.subplots(figsize=(6, 5))
    axes.scatter(test["target"], predicted, s=14)
    axes.axline((0, 0), slope=1, color="grey", linewidth=1)
    axes.set(xlabel="observed progression", ylabel="predicted progression")
    mlflow.log_figure(figure, "figures/predicted-against-observed.png")

    importance = permutation_importance(model, test[features], test["target"], n_repeats=5, random_state=SEED)
    ranking = sorted(zip(features, importance.importances_mean.tolist()), key=lambda pair: -pair[1])
    mlflow.log_dict({"metrics": metrics, "importance": dict(ranking)}, "reports/evaluation.json")
    mlflow.log_text("".join(f"{name}\t{value:.2f}\n" for name, value in ranking), "reports/importance.txt")
