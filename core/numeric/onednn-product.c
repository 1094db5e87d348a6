/* Products with weights that oneDNN packed once. */
#include "core/numeric/onednn-product.h"

#include <dnnl.h>
#include <string.h>

#include "core/numeric/half.h"

/* Weights are packed for products of about so many rows; oneDNN's layout depends on their own shape, not on it. */
#define USUAL_ROWS 256
/* Any shape will do to ask which loop oneDNN would take. */
#define PROBE_SIZE 256

/* --- What differs between the versions: how matrices are described, and how a product is. --- */

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t ConstLayout;

/* A matrix of float32 or bfloat16; from one row to the next there are @row_stride numbers, from one column to the next @column_stride. */
static Layout
layout_of (gsize rows, gsize columns, gsize row_stride, gsize column_stride, dnnl_data_type_t type)
{
  dnnl_dims_t sizes = { (dnnl_dim_t) rows, (dnnl_dim_t) columns }, strides = { (dnnl_dim_t) row_stride, (dnnl_dim_t) column_stride };
  Layout layout = NULL;

  dnnl_memory_desc_create_with_strides (&layout, 2, sizes, type, strides);
  return layout;
}

/* A matrix whose layout oneDNN chooses. */
static Layout
layout_of_choice (gsize rows, gsize columns, dnnl_data_type_t type)
{
  dnnl_dims_t sizes = { (dnnl_dim_t) rows, (dnnl_dim_t) columns };
  Layout layout = NULL;

  dnnl_memory_desc_create_with_tag (&layout, 2, sizes, type, dnnl_format_tag_any);
  return layout;
}

static Layout
layout_copy (ConstLayout layout)
{
  Layout copy = NULL;

  dnnl_memory_desc_clone (&copy, layout);
  return copy;
}

static void
layout_clear (Layout *layout)
{
  if (*layout != NULL)
    dnnl_memory_desc_destroy (*layout);
}

static ConstLayout
layout_look (const Layout *layout)
{
  return *layout;
}

static dnnl_status_t
describe_product (dnnl_primitive_desc_t *description,
                  dnnl_engine_t engine,
                  ConstLayout input,
                  ConstLayout weight,
                  ConstLayout bias,
                  ConstLayout out,
                  const_dnnl_primitive_attr_t attributes)
{
  return dnnl_matmul_primitive_desc_create (description, engine, input, weight, bias, out, attributes);
}

static dnnl_status_t
append_activation (dnnl_post_ops_t steps, dnnl_alg_kind_t kind, float alpha)
{
  return dnnl_post_ops_append_eltwise (steps, kind, alpha, 0.0f);
}
#else
typedef dnnl_memory_desc_t Layout;
typedef const dnnl_memory_desc_t *ConstLayout;

/* A matrix of float32 or bfloat16; from one row to the next there are @row_stride numbers, from one column to the next @column_stride. */
static Layout
layout_of (gsize rows, gsize columns, gsize row_stride, gsize column_stride, dnnl_data_type_t type)
{
  dnnl_dims_t sizes = { (dnnl_dim_t) rows, (dnnl_dim_t) columns }, strides = { (dnnl_dim_t) row_stride, (dnnl_dim_t) column_stride };
  Layout layout = { 0 };

  dnnl_memory_desc_init_by_strides (&layout, 2, sizes, type, strides);
  return layout;
}

/* A matrix whose layout oneDNN chooses. */
static Layout
layout_of_choice (gsize rows, gsize columns, dnnl_data_type_t type)
{
  dnnl_dims_t sizes = { (dnnl_dim_t) rows, (dnnl_dim_t) columns };
  Layout layout = { 0 };

  dnnl_memory_desc_init_by_tag (&layout, 2, sizes, type, dnnl_format_tag_any);
  return layout;
}

static Layout
layout_copy (ConstLayout layout)
{
  return *layout;
}

static void
layout_clear (Layout *layout)
{
}

static ConstLayout
layout_look (const Layout *layout)
{
  return layout;
}

static dnnl_status_t
describe_product (dnnl_primitive_desc_t *description,
                  dnnl_engine_t engine,
                  ConstLayout input,
                  ConstLayout weight,
                  ConstLayout bias,
                  ConstLayout out,
                  const_dnnl_primitive_attr_t attributes)
{
  dnnl_matmul_desc_t operation;
  dnnl_status_t status = dnnl_matmul_desc_init (&operation, input, weight, bias, out);

  return status == dnnl_success ? dnnl_primitive_desc_create (description, &operation, attributes, engine, NULL) : status;
}

static dnnl_status_t
append_activation (dnnl_post_ops_t steps, dnnl_alg_kind_t kind, float alpha)
{
  return dnnl_post_ops_append_eltwise (steps, 1.0f, kind, alpha, 0.0f);
}
#endif

/* --- The same for both. --- */

struct _TrestleOnednnProduct
{
  gsize n_inputs;
  gsize n_outputs;
  const float *bias; /* [out] */
  dnnl_data_type_t type;
  dnnl_engine_t engine;
  Layout layout;        /* of the packed weights, [in, out] */
  dnnl_memory_t weight; /* the packed weights; it owns them */
};

static dnnl_data_type_t
find_type (TrestlePrecision precision)
{
  return precision == TRESTLE_PRECISION_BFLOAT16 ? dnnl_bf16 : dnnl_f32;
}

/* What happens to a product before it is written; %NULL for nothing. */
static dnnl_primitive_attr_t
make_attributes (TrestleActivation activation, const Layout *residual)
{
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t steps = NULL;

  if (activation == TRESTLE_ACTIVATION_NONE && residual == NULL)
    return NULL;
  dnnl_post_ops_create (&steps);
  if (activation == TRESTLE_ACTIVATION_GELU)
    append_activation (steps, dnnl_eltwise_gelu_erf, 0.0f);
  else if (activation == TRESTLE_ACTIVATION_QUICK_GELU)
    append_activation (steps, dnnl_eltwise_swish, 1.702f);
  else if (activation == TRESTLE_ACTIVATION_TANH)
    append_activation (steps, dnnl_eltwise_tanh, 0.0f);
  else if (activation == TRESTLE_ACTIVATION_SIGMOID)
    append_activation (steps, dnnl_eltwise_logistic, 0.0f);
  if (residual != NULL)
    dnnl_post_ops_append_binary (steps, dnnl_binary_add, layout_look (residual));
  dnnl_primitive_attr_create (&attributes);
  dnnl_primitive_attr_set_post_ops (attributes, steps);
  dnnl_post_ops_destroy (steps);
  return attributes;
}

/* (nullable): the product of @rows rows; @weight: the layout of the weights, [in, out] */
static dnnl_primitive_desc_t
describe (const TrestleOnednnProduct *product,
          gsize rows,
          gsize input_stride,
          const Layout *weight,
          TrestleActivation activation,
          const Layout *residual,
          gsize out_stride)
{
  Layout input = layout_of (rows, product->n_inputs, input_stride, 1, product->type);
  Layout bias = layout_of (1, product->n_outputs, product->n_outputs, 1, dnnl_f32);
  Layout out = layout_of (rows, product->n_outputs, out_stride, 1, dnnl_f32);
  dnnl_primitive_attr_t attributes = make_attributes (activation, residual);
  dnnl_primitive_desc_t description = NULL;
  dnnl_status_t status = describe_product (&description, product->engine, layout_look (&input), layout_look (weight),
                                           product->bias != NULL ? layout_look (&bias) : NULL, layout_look (&out), attributes);

  if (attributes != NULL)
    dnnl_primitive_attr_destroy (attributes);
  layout_clear (&input);
  layout_clear (&bias);
  layout_clear (&out);
  return status == dnnl_success ? description : NULL;
}

/* The weight, from where it lies to the layout that was chosen. FALSE if oneDNN cannot. */
static gboolean
pack (TrestleOnednnProduct *product, const TrestleTensor *weight)
{
  Layout stored = layout_of (weight->columns, weight->rows, 1, weight->stride, dnnl_f32); /* [in, out] */
  dnnl_memory_t from = NULL;
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t reorder = NULL;
  dnnl_stream_t stream = NULL;
  gboolean is_done;

  dnnl_memory_create (&from, layout_look (&stored), product->engine, weight->data);
  is_done = dnnl_memory_create (&product->weight, layout_look (&product->layout), product->engine, DNNL_MEMORY_ALLOCATE) == dnnl_success
            && dnnl_reorder_primitive_desc_create (&description, layout_look (&stored), product->engine, layout_look (&product->layout),
                                                   product->engine, NULL)
                   == dnnl_success
            && dnnl_primitive_create (&reorder, description) == dnnl_success
            && dnnl_stream_create (&stream, product->engine, dnnl_stream_default_flags) == dnnl_success;
  if (is_done)
    {
      dnnl_exec_arg_t arguments[] = { { DNNL_ARG_FROM, from }, { DNNL_ARG_TO, product->weight } };

      is_done = dnnl_primitive_execute (reorder, stream, 2, arguments) == dnnl_success && dnnl_stream_wait (stream) == dnnl_success;
    }
  g_clear_pointer (&stream, dnnl_stream_destroy);
  g_clear_pointer (&reorder, dnnl_primitive_destroy);
  g_clear_pointer (&description, dnnl_primitive_desc_destroy);
  g_clear_pointer (&from, dnnl_memory_destroy);
  layout_clear (&stored);
  return is_done;
}

static TrestleOnednnProduct *
product_new (gsize n_inputs, gsize n_outputs, const float *bias, TrestlePrecision precision)
{
  TrestleOnednnProduct *product = g_new0 (TrestleOnednnProduct, 1);

  product->n_inputs = n_inputs;
  product->n_outputs = n_outputs;
  product->bias = bias;
  product->type = find_type (precision);
  dnnl_engine_create (&product->engine, dnnl_cpu, 0);
  return product;
}

/* (nullable): the usual product, with weights as oneDNN likes them */
static dnnl_primitive_desc_t
describe_usual (const TrestleOnednnProduct *product)
{
  Layout any = layout_of_choice (product->n_inputs, product->n_outputs, product->type);
  dnnl_primitive_desc_t description = describe (product, USUAL_ROWS, product->n_inputs, &any, TRESTLE_ACTIVATION_NONE, NULL,
                                                product->n_outputs);

  layout_clear (&any);
  return description;
}

TrestleOnednnProduct *
trestle_onednn_product_new (const TrestleTensor *weight, const float *bias, TrestlePrecision precision)
{
  g_autoptr (TrestleOnednnProduct) product = product_new (weight->columns, weight->rows, bias, precision);
  dnnl_primitive_desc_t description = describe_usual (product);

  if (description == NULL)
    return NULL;
  product->layout = layout_copy (dnnl_primitive_desc_query_md (description, dnnl_query_weights_md, 0));
  dnnl_primitive_desc_destroy (description);
  return pack (product, weight) ? g_steal_pointer (&product) : NULL;
}

void
trestle_onednn_product_free (TrestleOnednnProduct *product)
{
  g_clear_pointer (&product->weight, dnnl_memory_destroy);
  layout_clear (&product->layout);
  g_clear_pointer (&product->engine, dnnl_engine_destroy);
  g_free (product);
}

gboolean
trestle_onednn_packs (TrestlePrecision precision)
{
  g_autoptr (TrestleOnednnProduct) probe = product_new (PROBE_SIZE, PROBE_SIZE, NULL, precision);
  dnnl_primitive_desc_t description = describe_usual (probe);
  const char *loop = NULL;
  gboolean packs;

  if (description == NULL)
    return FALSE;
  dnnl_primitive_desc_query (description, dnnl_query_impl_info_str, 0, &loop);
  packs = loop != NULL && strstr (loop, "brg") != NULL;
  dnnl_primitive_desc_destroy (description);
  return packs;
}

/* Rows one behind the other, as bfloat16; (transfer full). */
static guint16 *
narrow_input (const TrestleTensor *input)
{
  guint16 *values = g_new (guint16, input->rows * input->columns);

#pragma omp parallel for
  for (gsize row = 0; row < input->rows; row++)
    trestle_bfloats_from_floats (input->data + row * input->stride, input->columns, values + row * input->columns);
  return values;
}

/* @description: (transfer full) */
static void
run (const TrestleOnednnProduct *product,
     dnnl_primitive_desc_t description,
     gpointer input,
     const TrestleTensor *residual,
     const Layout *residual_layout,
     const TrestleTensor *out)
{
  dnnl_exec_arg_t arguments[5] = { { DNNL_ARG_WEIGHTS, product->weight }, { DNNL_ARG_SRC }, { DNNL_ARG_DST } };
  int n_arguments = 3, first_step = 0;
  dnnl_primitive_t primitive = NULL;
  dnnl_stream_t stream = NULL;
  gboolean is_done;

  dnnl_memory_create (&arguments[1].memory, dnnl_primitive_desc_query_md (description, dnnl_query_src_md, 0), product->engine, input);
  dnnl_memory_create (&arguments[2].memory, dnnl_primitive_desc_query_md (description, dnnl_query_dst_md, 0), product->engine, out->data);
  if (product->bias != NULL)
    {
      arguments[n_arguments].arg = DNNL_ARG_BIAS;
      dnnl_memory_create (&arguments[n_arguments++].memory, dnnl_primitive_desc_query_md (description, dnnl_query_weights_md, 1),
                          product->engine, (gpointer) product->bias);
    }
  if (residual != NULL)
    {
      first_step = n_arguments;
      dnnl_memory_create (&arguments[n_arguments++].memory, layout_look (residual_layout), product->engine, residual->data);
    }
  dnnl_primitive_create (&primitive, description);
  if (residual != NULL)
    {
      const_dnnl_primitive_attr_t attributes = NULL;
      const_dnnl_post_ops_t steps = NULL;

      /* The residual is the last of the steps, behind the activation if there is one. */
      dnnl_primitive_desc_get_attr (description, &attributes);
      dnnl_primitive_attr_get_post_ops (attributes, &steps);
      arguments[first_step].arg = DNNL_ARG_ATTR_MULTIPLE_POST_OP (dnnl_post_ops_len (steps) - 1) | DNNL_ARG_SRC_1;
    }
  is_done = dnnl_stream_create (&stream, product->engine, dnnl_stream_default_flags) == dnnl_success
            && dnnl_primitive_execute (primitive, stream, n_arguments, arguments) == dnnl_success
            && dnnl_stream_wait (stream) == dnnl_success;
  if (!is_done) /* as for an allocation, there is no way on from here */
    g_error ("oneDNN cannot multiply [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "] by [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", out->rows,
             product->n_inputs, product->n_inputs, product->n_outputs);
  dnnl_stream_destroy (stream);
  dnnl_primitive_destroy (primitive);
  for (int i = 1; i < n_arguments; i++)
    dnnl_memory_destroy (arguments[i].memory);
  dnnl_primitive_desc_destroy (description);
}

void
trestle_onednn_product_forward (const TrestleOnednnProduct *product,
                                const TrestleTensor *input,
                                TrestleActivation activation,
                                const TrestleTensor *residual,
                                const TrestleTensor *out)
{
  gboolean is_narrow = product->type == dnnl_bf16;
  g_autofree guint16 *narrow = is_narrow ? narrow_input (input) : NULL; /* [rows, in] */
  Layout residual_layout = layout_of (out->rows, product->n_outputs, residual != NULL ? residual->stride : product->n_outputs, 1, dnnl_f32);
  dnnl_primitive_desc_t description = describe (product, input->rows, is_narrow ? input->columns : input->stride, &product->layout,
                                                activation, residual != NULL ? &residual_layout : NULL, out->stride);

  if (description != NULL)
    run (product, description, is_narrow ? (gpointer) narrow : (gpointer) input->data, residual, &residual_layout, out);
  else
    {
      /* Not with all the steps in one: the product alone, and the steps by us. */
      description = describe (product, input->rows, is_narrow ? input->columns : input->stride, &product->layout, TRESTLE_ACTIVATION_NONE,
                              NULL, out->stride);
      run (product, description, is_narrow ? (gpointer) narrow : (gpointer) input->data, NULL, NULL, out);
      trestle_epilogue (out, NULL, activation, residual);
    }
  layout_clear (&residual_layout);
}
