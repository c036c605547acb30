<?php
/**
 * What the block editor loads: the sidebar, and how places are marked in the text.
 *
 * @package Exonym
 */

namespace Exonym\Editor;

use Exonym\Desk;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const NEEDED = array( 'wp-annotations', 'wp-api-fetch', 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-data', 'wp-edit-post', 'wp-element', 'wp-i18n', 'wp-plugins', 'wp-rich-text', 'wp-server-side-render' );

add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\enqueue' );
add_action( 'enqueue_block_assets', __NAMESPACE__ . '\enqueue_marks' );

/** Load the sidebar where posts are written. */
function enqueue(): void {
	$screen = get_current_screen();
	if ( ! $screen || 'post' !== $screen->base || ! in_array( $screen->post_type, Settings\types(), true ) || ! current_user_can( 'edit_posts' ) ) {
		return;
	}
	wp_enqueue_script( 'exonym-editor', plugins_url( 'js/editor.js', \Exonym\FILE ), NEEDED, \Exonym\VERSION, true );
	wp_set_script_translations( 'exonym-editor', 'exonym', dirname( \Exonym\FILE ) . '/languages' );
	$desk = Desk\current();
	$told = array(
		'endpoint' => esc_url_raw( rest_url( 'exonym/' ) ),
		'modules'  => esc_url_raw( plugins_url( 'js/', \Exonym\FILE ) ),
		'ready'    => '' !== Settings\url(),
		'desk'     => '' === $desk['id'] ? null : $desk,
		'settings' => current_user_can( 'manage_options' ) ? admin_url( 'options-general.php?page=exonym' ) : '',
	);
	wp_add_inline_script( 'exonym-editor', 'window.exonymSettings = ' . wp_json_encode( $told, JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
}

/** Load how places are marked, into the frame of the text too where it has one; readers do not need it. */
function enqueue_marks(): void {
	if ( is_admin() ) {
		wp_enqueue_style( 'exonym-marks', plugins_url( 'css/marks.css', \Exonym\FILE ), array(), \Exonym\VERSION );
	}
}
