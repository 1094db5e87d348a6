/* What a product of a layer needs, for tests: known numbers, each in a view of something wider. */
#include "tests/product-numbers.h"

ProductNumbers
product_numbers_new (gsize rows, gsize inputs, gsize outputs)
{
  return (ProductNumbers){
    .input = numbers_filled (rows, inputs, 3, "input", -1.0, 1.0),
    .weight = numbers_filled (outputs, inputs, 5, "weight", -1.0, 1.0),
    .bias = numbers_filled (1, outputs, 0, "bias", -1.0, 1.0),
    .residual = numbers_filled (rows, outputs, 2, "residual", -1.0, 1.0),
    .out = numbers_new (rows, outputs, 7),
  };
}

void
product_numbers_clear (ProductNumbers *numbers)
{
  numbers_clear (&numbers->input);
  numbers_clear (&numbers->weight);
  numbers_clear (&numbers->bias);
  numbers_clear (&numbers->residual);
  numbers_clear (&numbers->out);
}
