"""Asks another server than the one that the user is logged in to, named by its first argument."""

import sys

import mlflow

try:
    mlflow.MlflowClient(sys.argv[1]).get_experiment("1")
except mlflow.exceptions.MlflowException as error:
    print(type(error).__name__)
