<?php
/**
 * Takes away what the plugin made: settings, the places of posts, pictures of maps, terms.
 *
 * @package Exonym
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Take it away from the site that is current. */
function exonym_uninstall_site(): void {
	delete_option( 'exonym' );
	delete_transient( 'exonym_desk' );
	foreach ( array( 'exonym_places', 'exonym_decided', '_exonym_map' ) as $key ) {
		delete_post_meta_by_key( $key );
	}
	register_taxonomy( 'place', array() );
	$made = get_terms( array( 'taxonomy' => 'place', 'hide_empty' => false, 'fields' => 'ids', 'meta_key' => 'exonym_id' ) ); // phpcs:ignore WordPress.DB.SlowDBQuery
	foreach ( is_array( $made ) ? $made : array() as $term ) {
		wp_delete_term( (int) $term, 'place' );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $exonym_site ) {
		switch_to_blog( (int) $exonym_site );
		exonym_uninstall_site();
		restore_current_blog();
	}
} else {
	exonym_uninstall_site();
}
