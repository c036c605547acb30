<?php
/**
 * The page of the settings. The key is taken and never shown again.
 *
 * @package Exonym
 */

namespace Exonym\Page;

use Exonym\Desk;
use Exonym\Service;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

add_action( 'admin_init', __NAMESPACE__ . '\register' );
add_action( 'admin_menu', __NAMESPACE__ . '\menu' );
add_filter( 'plugin_action_links_' . plugin_basename( \Exonym\FILE ), __NAMESPACE__ . '\links' );

/** Register the settings. */
function register(): void {
	register_setting( 'exonym', Settings\OPTION, array( 'type' => 'object', 'show_in_rest' => false, 'sanitize_callback' => __NAMESPACE__ . '\read' ) );
}

/** Register the page. */
function menu(): void {
	add_options_page( __( 'Exonym', 'exonym' ), __( 'Exonym', 'exonym' ), 'manage_options', 'exonym', __NAMESPACE__ . '\show' );
}

/**
 * The link to the page, beside the plugin.
 *
 * @param array $links Those that are there.
 */
function links( array $links ): array {
	$link = '<a href="' . esc_url( admin_url( 'options-general.php?page=exonym' ) ) . '">' . esc_html__( 'Settings', 'exonym' ) . '</a>';
	return array_merge( array( $link ), $links );
}

/**
 * The settings as they were sent, tried on the service.
 *
 * @param mixed $sent By the form, or already read.
 */
function read( $sent ): array {
	$before = Settings\all();
	$sent   = is_array( $sent ) ? $sent : array();
	$types  = array_intersect( array_map( 'sanitize_key', (array) ( $sent['types'] ?? array() ) ), array_keys( offered() ) );
	$out    = array(
		'types'    => array_values( $types ),
		'taxonomy' => ! empty( $sent['taxonomy'] ),
		'dateline' => ! empty( $sent['dateline'] ),
	) + $before;
	$url    = Settings\address( is_string( $sent['url'] ?? null ) ? $sent['url'] : '' );
	if ( null === $url && '' !== trim( (string) ( $sent['url'] ?? '' ) ) ) {
		say( __( 'Give the address of the service as https://places.example.org.', 'exonym' ), 'error' );
		return $out;
	}
	$key = is_string( $sent['key'] ?? null ) ? preg_replace( '/[^\x21-\x7e]/', '', $sent['key'] ) : '';
	// A key goes to the address that it was given for, and to no other.
	$kept       = (string) $url === $before['url'] && empty( $sent['forget'] ) ? $before['key'] : '';
	$out['url'] = (string) $url;
	$out['key'] = '' === $key ? $kept : substr( $key, 0, 500 );
	return array_merge( $out, tried( $out ) );
}

/**
 * The desk of a key, asked of the service; says whether it answers.
 *
 * @param array $all Settings.
 */
function tried( array $all ): array {
	$url = defined( 'EXONYM_URL' ) ? null : $all['url'];
	$key = Settings\is_key_fixed() ? null : $all['key'];
	delete_transient( Desk\KEPT );
	if ( '' === ( $url ?? Settings\url() ) ) {
		return array( 'desk' => '', 'title' => '' );
	}
	$answer = Service\ask( 'GET', '/v1/desks', array(), null, array(), $url, $key );
	$desk   = Desk\of_answer( $answer );
	if ( null === $desk ) {
		$said = json_decode( $answer['body'], true )['error']['message'] ?? null;
		say( is_string( $said ) ? mb_substr( $said, 0, 500 ) : __( 'Exonym does not answer as it should.', 'exonym' ), 'error' );
		return array( 'desk' => '', 'title' => '' ); // It is asked for again when it is wanted.
	}
	/* translators: %s: the desk whose decisions count. */
	say( '' === $desk['id'] ? __( 'Exonym answers. The key is for no desk.', 'exonym' ) : sprintf( __( 'Exonym answers, for %s.', 'exonym' ), $desk['title'] ), 'success' );
	return array( 'desk' => $desk['id'], 'title' => $desk['title'] );
}

/**
 * Say something above the form, once.
 *
 * @param string $message What.
 * @param string $kind    error or success.
 */
function say( string $message, string $kind ): void {
	if ( function_exists( 'add_settings_error' ) && ! get_settings_errors( Settings\OPTION ) ) {
		add_settings_error( Settings\OPTION, 'exonym', esc_html( $message ), $kind );
	}
}

/** The types of posts to choose from. */
function offered(): array {
	$types = get_post_types( array( 'public' => true, 'show_in_rest' => true ), 'objects' );
	return array_filter( $types, fn( $type ) => 'attachment' !== $type->name && post_type_supports( $type->name, 'editor' ) );
}

/** Show the page. */
function show(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$all = Settings\all();
	echo '<div class="wrap"><h1>' . esc_html__( 'Exonym', 'exonym' ) . '</h1><form action="options.php" method="post">';
	settings_fields( 'exonym' );
	echo '<table class="form-table" role="presentation">';
	row( 'url', __( 'Address of the service', 'exonym' ), defined( 'EXONYM_URL' ) ? fixed() : field( 'url', 'url', $all['url'], 'https://places.example.org' ) );
	$has = '' !== $all['key'] ? __( 'A key is kept; leave this blank to keep it.', 'exonym' ) : __( 'As “exonym keys add” prints it, for your desk.', 'exonym' );
	$key = field( 'key', 'password', '', '' ) . '<p class="description" id="exonym-key-about">' . esc_html( $has ) . '</p>';
	$key = '' === $all['key'] ? $key : $key . choice( 'forget', __( 'Forget the key', 'exonym' ), false );
	row( 'key', __( 'Key', 'exonym' ), Settings\is_key_fixed() ? fixed() : $key );
	$types = '';
	foreach ( offered() as $type ) {
		$types .= choice( 'types][', $type->labels->name, in_array( $type->name, $all['types'], true ), $type->name );
	}
	row( '', __( 'Find places in', 'exonym' ), $types );
	$more  = choice( 'taxonomy', __( 'Places as a taxonomy, with an archive for each', 'exonym' ), $all['taxonomy'] );
	$more .= choice( 'dateline', __( 'Tell search engines the place of the dateline', 'exonym' ), $all['dateline'] );
	row( '', __( 'For readers', 'exonym' ), $more );
	echo '</table>';
	submit_button();
	echo '</form><p>' . esc_html__( 'Place data: GeoNames, CC BY 4.0.', 'exonym' ) . '</p></div>';
}

/**
 * A row of the form.
 *
 * @param string $name  Of its field; blank where it has several.
 * @param string $label What it is.
 * @param string $html  Its fields, escaped.
 */
function row( string $name, string $label, string $html ): void {
	$head = '' === $name ? esc_html( $label ) : '<label for="' . esc_attr( "exonym-$name" ) . '">' . esc_html( $label ) . '</label>';
	echo '<tr><th scope="row">' . $head . '</th><td>' . $html . '</td></tr>'; // phpcs:ignore WordPress.Security.EscapeOutput -- made by these functions.
}

/**
 * A field of the form.
 *
 * @param string $name        Of the setting.
 * @param string $type        Of the field.
 * @param string $value       What stands in it.
 * @param string $placeholder An example.
 */
function field( string $name, string $type, string $value, string $placeholder ): string {
	return sprintf(
		'<input class="regular-text" id="exonym-%1$s" name="exonym[%1$s]" type="%2$s" value="%3$s" placeholder="%4$s" autocomplete="off" spellcheck="false">',
		esc_attr( $name ),
		esc_attr( $type ),
		esc_attr( $value ),
		esc_attr( $placeholder )
	);
}

/**
 * A choice of the form.
 *
 * @param string $name    Of the setting.
 * @param string $label   What it does.
 * @param bool   $checked Whether it is chosen.
 * @param string $value   What is sent.
 */
function choice( string $name, string $label, bool $checked, string $value = '1' ): string {
	return sprintf( '<p><label><input type="checkbox" name="exonym[%s]" value="%s"%s> %s</label></p>', esc_attr( $name ), esc_attr( $value ), $checked ? ' checked' : '', esc_html( $label ) );
}

/** Said in the place of a field that the configuration sets. */
function fixed(): string {
	return '<p>' . esc_html__( 'Set in the configuration of the site.', 'exonym' ) . '</p>';
}
