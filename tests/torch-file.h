/* Files as torch.save writes them, made by hand, so that a test can make bad ones too. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A pickle is a GByteArray that grows by one value at a time. */
GByteArray *torch_pickle_new (void);
void torch_pickle_bytes (GByteArray *pickle, const char *bytes, gsize length);
void torch_pickle_text (GByteArray *pickle, const char *text);
void torch_pickle_number (GByteArray *pickle, gint64 number);
void torch_pickle_global (GByteArray *pickle, const char *module, const char *name);

/* Instructions without an argument, such as "}" or "(". */
#define torch_pickle_code(pickle, code) torch_pickle_bytes (pickle, code, sizeof (code) - 1)

/**
 * TorchTensor:
 * @storage: "FloatStorage"
 * @key: of the storage
 * @length: of the storage, in elements
 * @n_dimensions: at most 4
 */
typedef struct
{
  const char *storage;
  const char *key;
  gint64 length;
  gint64 offset;
  guint n_dimensions;
  gint64 sizes[4];
  gint64 strides[4];
} TorchTensor;

void torch_pickle_tensor (GByteArray *pickle, const TorchTensor *tensor);

/* A member of an archive; @compression is libzip's, 0 to store it. */
typedef struct
{
  const char *name;
  const void *data;
  gsize size;
  int compression;
} TorchMember;

/* (transfer full): the archive, of @members up to one without a name. */
GBytes *torch_archive_make (const TorchMember *members);

/* (transfer full): an archive of {"w": @tensor} and of one storage "0" of the floats 0, 1, 2, ... */
GBytes *torch_archive_make_tensor (const TorchTensor *tensor, gsize n_stored);

/**
 * torch_mutate:
 *
 * Spoils one to four bytes, and sometimes cuts the end off or moves a part.
 *
 * Returns: (transfer full): as many bytes as there are, or fewer
 */
GBytes *torch_mutate (GBytes *bytes, GRand *random);

/* (transfer full): the same, only that what is spoilt lies in the @length bytes from @offset on, more than 16. */
GBytes *torch_mutate_part (GBytes *bytes, gsize offset, gsize length, GRand *random);

G_END_DECLS
