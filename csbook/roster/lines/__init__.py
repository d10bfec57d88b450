"""Rosters put together from whole lines of work (column generation).

A *line* is one person's row of the grid: a shift or a free day for each day, within every rule that is about
this person alone. A small linear program chooses a share of lines for everybody so that cover costs least;
its prices say which further lines would help, and a dynamic program finds the best of them exactly
(`pricing`). When no line helps any more, the linear program's cost is a bound for every roster, much nearer
to the best one than that of the model with a variable for each cell. Rosters come from the same lines
(`search`).

It serves problems whose rules are limits of single people, cover and wishes (`arrays.fits`): those of the
public benchmark, and shops that plan by such limits, without a fixed number of rest days or shared fairness.
"""
