/* How inner loops become vector code: plain C that the compiler builds once for each level of processor and chooses from at start. */
#pragma once

#include <glib.h>

/* What chooses at start does so before the thread sanitizer is there, which it would call. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TRESTLE_HAS_ONE_LEVEL
#endif
#endif

/* On a function that does the arithmetic of one row or tile; parallel loops call it, they are not marked
 * themselves. On static functions alone: clang 14 gives one that others call a name that they do not know. */
#if defined(TRESTLE_HAS_ONE_LEVEL)
#define TRESTLE_VECTOR_CODE
#elif defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define TRESTLE_VECTOR_CODE __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif defined(__x86_64__) && defined(__clang__) && __clang_major__ >= 14
#define TRESTLE_VECTOR_CODE __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TRESTLE_VECTOR_CODE
#endif

#define TRESTLE_VECTOR_WIDTH 8

/* Eight floats side by side, wherever they lie in memory. */
typedef float TrestleVector __attribute__ ((vector_size (TRESTLE_VECTOR_WIDTH * sizeof (float)), aligned (sizeof (float)), may_alias));
