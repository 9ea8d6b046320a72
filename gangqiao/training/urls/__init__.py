"""Addresses of training."""

from gangqiao.training.urls import classes, plans

app_name = "training"
urlpatterns = [*plans.urlpatterns, *classes.urlpatterns]
