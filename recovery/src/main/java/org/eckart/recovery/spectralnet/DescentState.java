package org.eckart.recovery.spectralnet;

/**
 * Where gradient descent stands; opaque to callers, who keep it only to go on from it.
 *
 * @param steps done in all
 * @param parameters of the model
 * @param gradient of the loss there
 * @param loss ½ mean of the squared residuals, in scaled units
 * @param stepSize of the next step
 * @param ceiling the step may not grow beyond it
 * @param probe the direction among the measurements in which the loss is most curved, as far as
 *     known
 * @param best parameters with the least loss at a look
 * @param bestLoss of them
 * @param bad steps in a row with a loss far above the best
 * @param setbacks how often training went back to the best
 */
record DescentState(
    int steps,
    double[] parameters,
    double[] gradient,
    double loss,
    double stepSize,
    double ceiling,
    double[] probe,
    double[] best,
    double bestLoss,
    int bad,
    int setbacks) {}
