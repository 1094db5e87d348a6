/* Several images at a time through the vision tower, to be shown to the session one by one afterwards. */
#include "core/error.h"
#include "core/memory.h"
#include "core/model/image-batch.h"
#include "core/model/memory-need.h"
#include "core/model/trace-private.h"
#include "core/session-private.h"

#define FIRST_IMAGE 1u /* row of the encoder's types */

/**
 * TrestleSeenImage:
 * @model: that read it
 * @recording: how it did
 * @pixels: `[3, size, size]`
 * @tower: of this image alone
 */
struct _TrestleSeenImage
{
  gatomicrefcount references;
  TrestleModel *model;
  TrestleRecording recording;
  TrestleTensor pixels;
  TrestleSessionTower tower;
};

static TrestleSeenImage *
seen_image_new (const TrestleSession *session, const TrestleTensor *pixels)
{
  TrestleSeenImage *image = g_new0 (TrestleSeenImage, 1);
  guint grid = trestle_vision_tower_get_grid (&session->model->vision);

  g_atomic_ref_count_init (&image->references);
  image->model = trestle_model_ref (session->model);
  image->recording = session->recording;
  image->pixels = trestle_tensor_copy (pixels); /* [3, size, size] */
  image->tower.trace = trestle_trace_new (0, NULL, grid, grid);
  image->tower.memory = trestle_arena_new ();
  return image;
}

TrestleSeenImage *
trestle_seen_image_ref (TrestleSeenImage *image)
{
  g_atomic_ref_count_inc (&image->references);
  return image;
}

void
trestle_seen_image_unref (TrestleSeenImage *image)
{
  if (!g_atomic_ref_count_dec (&image->references))
    return;
  trestle_session_tower_clear (&image->tower);
  trestle_tensor_clear (&image->pixels);
  trestle_model_unref (image->model);
  g_free (image);
}

gboolean
trestle_session_prepare_image (const TrestleSession *session,
                               const TrestleImage *image,
                               const char *name,
                               TrestleTensor *pixels,
                               TrestleImageWindow *window,
                               GError **error)
{
  if (!trestle_preprocess_run (&session->preprocess, image, name, pixels, window, error))
    return FALSE;
  if (trestle_session_check_pixels (session, pixels, name, error))
    return TRUE;
  trestle_tensor_clear (pixels);
  return FALSE;
}

/* What is asked of the model of all images: a row for each of them. */
typedef struct
{
  GPtrArray *images; /* TrestleSeenImage */
  TrestleTensor *pixels;
  TrestleTrace **traces;
  TrestleArena **memories;
  TrestlePreparedSide **prepared;
  TrestleTensor *states; /* [images, n_layers + 1] */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->images, g_ptr_array_unref);
  g_free (reading->pixels);
  g_free (reading->traces);
  g_free (reading->memories);
  g_free (reading->prepared);
  g_free (reading->states);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
reading_init (Reading *reading, const TrestleSession *session, const TrestleTensor *pixels, guint n)
{
  reading->images = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_seen_image_unref);
  reading->pixels = g_new (TrestleTensor, n);
  reading->traces = g_new (TrestleTrace *, n);
  reading->memories = g_new (TrestleArena *, n);
  reading->prepared = g_new (TrestlePreparedSide *, n);
  reading->states = g_new (TrestleTensor, n * (session->model->config->vision.n_layers + 1));
  for (guint i = 0; i < n; i++)
    {
      TrestleSeenImage *image = seen_image_new (session, &pixels[i]);

      g_ptr_array_add (reading->images, image);
      reading->pixels[i] = image->pixels;
      reading->traces[i] = image->tower.trace;
      reading->memories[i] = image->tower.memory;
      reading->prepared[i] = &image->tower.prepared;
    }
}

/* The contrast's embedding of every image, if the model has one. */
static void
embed_images (const Reading *reading, const TrestleModel *model, TrestlePass *pass)
{
  guint n_layers = model->config->vision.n_layers;

  for (guint i = 0; i < reading->images->len; i++)
    {
      pass->trace = reading->traces[i];
      trestle_heads_embed_image (&model->heads, &model->encoder, &reading->states[i * (n_layers + 1) + n_layers], pass);
    }
}

/* What a run with one of the images needs, with as long a text as there can be. */
static TrestleRunNeed
estimate_run (const TrestleSession *session)
{
  return trestle_model_estimate_run (session->model, trestle_session_get_max_tokens (session), session->recording, NULL);
}

/* Whether there is room for what is recorded of @n images and for their layers at work, and then still for a run with each of them. */
static gboolean
check_memory (const TrestleSession *session, const TrestleRunNeed *need, guint n, GError **error)
{
  guint64 side = session->model->config->vision.image_size, pixels = 3 * side * side * sizeof (float); /* bytes, of the copy */
  guint64 n_bytes = n * (need->image.floats + need->image.halves + need->prepared + need->work + pixels) + trestle_run_need_sum (need);
  g_autofree char *size = g_format_size (n_bytes);
  g_autofree char *available = NULL;
  TrestleMemory memory;

  if (!trestle_memory_measure ("/", &memory) || n_bytes <= memory.available)
    return TRUE;
  available = trestle_memory_describe (&memory);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MEMORY,
               "%u images together need %s of memory in “%s”, but %s: read fewer of them at a time", n, size,
               trestle_model_get_name (session->model), available);
  return FALSE;
}

/* In one piece each: memory that grows claims twice as much. */
static void
make_room (TrestleSession *session, const TrestleRunNeed *need, const Reading *reading)
{
  for (guint i = 0; i < reading->images->len; i++)
    trestle_trace_reserve (reading->traces[i], need->image.floats);
  trestle_arena_reserve (session->arena, reading->images->len * need->work);
}

GPtrArray *
trestle_session_read_images (TrestleSession *session,
                             const TrestleTensor *pixels,
                             guint n,
                             TrestleProgress progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->vision.n_layers;
  TrestlePass pass = trestle_session_begin_pass (session, progress, progress_data, cancellable);
  TrestleRunNeed need = estimate_run (session);
  g_auto (Reading) reading = { .images = NULL };

  for (guint i = 0; i < n; i++)
    if (!trestle_session_check_pixels (session, &pixels[i], "pixel_values", error))
      return NULL;
  if (!check_memory (session, &need, n, error))
    return NULL;
  reading_init (&reading, session, pixels, n);
  make_room (session, &need, &reading);
  pass.n_steps = n_layers + 1;
  if (n > 0
      && (!trestle_vision_tower_forward_all (&model->vision, reading.pixels, reading.traces, n, &pass, reading.states, error)
          || !trestle_image_batch_prepare (&model->encoder, reading.states, n_layers, FIRST_IMAGE, reading.traces, reading.memories, n,
                                           &pass, reading.prepared, error)))
    return NULL;
  embed_images (&reading, model, &pass);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&reading.images);
}

void
trestle_session_take_image (TrestleSession *session, TrestleSeenImage *image)
{
  guint n_bridges = trestle_model_get_n_bridges (session->model);
  TrestlePreparedSide *prepared = &session->image.prepared;

  g_return_if_fail (image->model == session->model);
  trestle_session_forget_image (session);
  trestle_session_forget_fusions (session);
  session->pixels = trestle_tensor_copy (&image->pixels); /* [3, size, size] */
  if (image->recording.blocks != session->recording.blocks || image->recording.as_half != session->recording.as_half)
    return;
  session->seen = trestle_seen_image_ref (image);
  session->image.trace = trestle_trace_ref (image->tower.trace);
  prepared->first = image->tower.prepared.first;
  prepared->bridged = g_renew (TrestleTensor, prepared->bridged, n_bridges);
  for (guint i = 0; i < n_bridges; i++)
    prepared->bridged[i] = image->tower.prepared.bridged[i];
}
