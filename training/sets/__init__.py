"""The kinds of cases that the weights are fitted on, a module each: (corpus, plan, count, chance) to cases."""
