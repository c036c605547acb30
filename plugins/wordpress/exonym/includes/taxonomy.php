<?php
/**
 * Places as a taxonomy, where it is wanted: archives of a place, mass edits. Its terms follow the places of each post.
 *
 * @package Exonym
 */

namespace Exonym\Taxonomy;

use Exonym\Places;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const NAME = 'place';
const ID   = 'exonym_id';

add_action( 'init', __NAMESPACE__ . '\register', 20 );
add_action( 'added_post_meta', __NAMESPACE__ . '\follow', 10, 3 );
add_action( 'updated_post_meta', __NAMESPACE__ . '\follow', 10, 3 );

/** Register it. */
function register(): void {
	if ( ! Settings\all()['taxonomy'] || taxonomy_exists( NAME ) ) {
		return;
	}
	$told = array(
		'labels'            => array( 'name' => __( 'Places', 'exonym' ), 'singular_name' => __( 'Place', 'exonym' ) ),
		'public'            => true,
		'show_admin_column' => true,
		'show_in_rest'      => true,
		'rewrite'           => array( 'slug' => NAME ),
	);
	register_taxonomy( NAME, Settings\types(), $told );
}

/**
 * Put a post below its places.
 *
 * @param int    $meta Of the change.
 * @param int    $post Its id.
 * @param string $key  What was changed.
 */
function follow( $meta, $post, $key ): void {
	if ( Places\KEY !== $key || ! Settings\all()['taxonomy'] || ! taxonomy_exists( NAME ) || wp_is_post_revision( $post ) ) {
		return;
	}
	$terms = array_filter( array_map( __NAMESPACE__ . '\term', Places\of( (int) $post ) ) );
	wp_set_object_terms( (int) $post, $terms, NAME );
}

/**
 * The term of a place, made where there is none; 0 where it cannot be.
 *
 * @param array $place As it is kept.
 */
function term( array $place ): int {
	$slug  = sanitize_title( $place['name'] ) . "-{$place['id']}"; // Several places bear one name.
	$known = get_term_by( 'slug', $slug, NAME );
	if ( $known ) {
		return $known->term_id;
	}
	$made = wp_insert_term( $place['name'], NAME, array( 'slug' => $slug ) );
	if ( is_wp_error( $made ) ) {
		return 0;
	}
	add_term_meta( $made['term_id'], ID, $place['id'], true );
	return (int) $made['term_id'];
}
