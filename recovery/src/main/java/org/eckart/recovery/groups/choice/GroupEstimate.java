package org.eckart.recovery.groups.choice;

import java.util.List;
import org.eckart.linalg.Matrix;

/**
 * A completed matrix and what was found about the labels of its rows.
 *
 * @param model predicts any entry
 * @param chosen the model that was fitted to all entries
 * @param plain the best model without labels
 * @param plainRmse its error on the held-out entries; NaN if nothing was held out, as are the next
 *     two
 * @param groupedRmse of the best model with labels
 * @param evidence of that one against the plain one
 * @param missingness how the holes came about
 * @param pattern by which entries were held out
 * @param families what each is good for
 * @param groups each in turn
 * @param angles root mean square sines between the row spaces of the groups, in the order of {@code
 *     groups}; NaN where a group has none
 * @param certificate part of its objective by which the chosen convex program is solved at most; of
 *     the exact solver, where the table was small, else of the factors, whose rank cap it then also
 *     measures
 * @param excess part by which the objective of the factors is above the lower bound; with a rank
 *     below that of the minimum this is what the cap costs
 * @param verdict on the labels, in a sentence for people
 * @param trials in the order in which they were tried
 * @param searching steps that went into them
 * @param steps done in all
 */
public record GroupEstimate(
    GroupModel model,
    Candidate chosen,
    Candidate plain,
    double plainRmse,
    double groupedRmse,
    Evidence evidence,
    Missingness missingness,
    Missingness.Pattern pattern,
    List<FamilyFinding> families,
    List<GroupFinding> groups,
    Matrix angles,
    double certificate,
    double excess,
    String verdict,
    List<Trial> trials,
    int searching,
    int steps) {
  public GroupEstimate {
    families = List.copyOf(families);
    groups = List.copyOf(groups);
    trials = List.copyOf(trials);
  }

  /** The chosen model's error on the held-out entries. */
  public double heldOutRmse() {
    return chosen.usesGroups() ? groupedRmse : plainRmse;
  }
}
